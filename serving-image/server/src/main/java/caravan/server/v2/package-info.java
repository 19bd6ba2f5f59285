/** The Open Inference Protocol's tensors, whatever carries them. */
package caravan.server.v2;
