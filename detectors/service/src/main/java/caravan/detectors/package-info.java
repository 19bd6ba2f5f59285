/** The service that watches predictions: its start, settings and end. */
package caravan.detectors;
