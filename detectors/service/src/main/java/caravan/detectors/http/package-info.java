/** The service's port. */
package caravan.detectors.http;
