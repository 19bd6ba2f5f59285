/** The model server: the Seldon protocol and the Open Inference Protocol over the engine. */
package caravan.server;
