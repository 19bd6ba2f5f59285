/** The values of the loop, its pure decisions and its ports to the outside. */
package caravan.loop;
