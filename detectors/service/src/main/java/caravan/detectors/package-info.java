/** The detectors' service: prediction events in, verdicts out. */
package caravan.detectors;
