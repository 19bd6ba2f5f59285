/** Writes ONNX graphs, the form in which networks are served. */
package caravan.model.onnx;
