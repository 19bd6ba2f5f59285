/** Benchmarks. */
package caravan.bench;
