/** What each version's checkpoint says about watching it. */
package caravan.detectors.version;
