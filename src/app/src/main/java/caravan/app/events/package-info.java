/** Predictions as they happen, from the deployments to the detectors. */
package caravan.app.events;
