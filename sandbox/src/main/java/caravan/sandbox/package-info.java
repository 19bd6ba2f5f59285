/** Embedded Pachyderm, Determined and Kubernetes with Seldon, for one machine. */
package caravan.sandbox;
