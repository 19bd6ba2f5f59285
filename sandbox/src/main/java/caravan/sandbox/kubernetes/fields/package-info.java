/** Who owns which field of an object, and what becomes of it when someone applies a part of it. */
package caravan.sandbox.kubernetes.fields;
