/** The pretrained EfficientNet-lite0: from PyTorch's file to an ONNX graph. */
package caravan.model.backbone;
