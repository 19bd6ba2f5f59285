/** Seldon's protocol and the Open Inference Protocol over gRPC. */
package caravan.server.grpc;
