/** The Camel component {@code determined:}, thin over the port. */
package caravan.determined.camel;
