/** From a request's pictures to a prediction, on a bounded number of threads. */
package caravan.server.scoring;
