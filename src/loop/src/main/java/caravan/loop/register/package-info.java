/** Whether an ended experiment becomes a version, and whether that version is promoted. */
package caravan.loop.register;
