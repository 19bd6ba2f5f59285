/** The HTTP interface of the API server. */
package caravan.sandbox.kubernetes.http;
