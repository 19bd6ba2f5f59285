/** Embedded Pachyderm 2.12: the gRPC services. */
package caravan.sandbox.pachyderm;
