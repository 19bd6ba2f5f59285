/** Pictures to tensors, tensors to scores: the same code for training and for serving. */
package caravan.engine;
