/** The Camel component {@code seldon:}, thin over the port. */
package caravan.seldon.camel;
