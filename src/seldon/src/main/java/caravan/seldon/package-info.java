/** The client of Seldon Core on Kubernetes, the system that serves. */
package caravan.seldon;
