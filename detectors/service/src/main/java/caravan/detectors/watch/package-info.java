/** Windows of predictions, and what they look like beside the reference. */
package caravan.detectors.watch;
