/** Pictures to tensors, tensors to scores. */
package caravan.engine;
