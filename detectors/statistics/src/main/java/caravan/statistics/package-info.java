/** The statistics of drift and outlier detection. */
package caravan.statistics;
