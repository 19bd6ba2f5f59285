/** Benchmarks of the loop: sandbox and integration run as processes of their own. */
package caravan.bench.loop;
