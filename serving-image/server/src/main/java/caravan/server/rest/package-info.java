/** Seldon's protocol and the Open Inference Protocol over HTTP. */
package caravan.server.rest;
