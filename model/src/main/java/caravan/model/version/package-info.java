/** The files of a version: written for it, read from its parent's checkpoint. */
package caravan.model.version;
