/**
 * The statistics of drift and outlier detection that Caravan's use cases need: Kolmogorov and Smirnov's test (two- and
 * one-sided), maximum mean discrepancy with a Gaussian kernel, the chi-square test on categories, Bonferroni's
 * correction, and a conformal threshold for outlier scores. What other libraries have besides is not offered: Cramer and
 * von Mises, Fisher's exact test, least-squares density difference, learned kernels and classifiers, context, online
 * detectors, false-discovery rates; Mahalanobis, nearest neighbours, local factors, mixtures, forests, autoencoders.
 */
package caravan.statistics;
