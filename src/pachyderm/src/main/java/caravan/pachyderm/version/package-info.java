/** The files of a model version: where they come from, and a cache in which each is what its SHA-256 says. */
package caravan.pachyderm.version;
