/** An API server: a subset of Kubernetes that its own clients can talk to, over objects kept on disk. */
package caravan.sandbox.kubernetes;
