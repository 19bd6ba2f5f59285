/** Prediction events as they come in. */
package caravan.detectors.event;
