/** The model server against the same work in process. */
package caravan.bench.serving;
