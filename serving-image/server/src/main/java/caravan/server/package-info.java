/** Serves one model version on Seldon's protocol and the Open Inference Protocol, over REST and gRPC. */
package caravan.server;
