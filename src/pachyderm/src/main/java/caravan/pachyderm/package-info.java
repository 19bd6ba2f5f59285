/** The client of Pachyderm, the system that holds the data. */
package caravan.pachyderm;
