/** What is learnt on top of the backbone: the head, and the projection that the detectors look at. */
package caravan.model.head;
