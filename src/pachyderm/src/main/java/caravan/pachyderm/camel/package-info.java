/** The Camel component {@code pachyderm:}, thin over the port. */
package caravan.pachyderm.camel;
