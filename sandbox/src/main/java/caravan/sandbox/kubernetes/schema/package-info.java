/** The types of the served kinds, and what a value must be to be of one. */
package caravan.sandbox.kubernetes.schema;
