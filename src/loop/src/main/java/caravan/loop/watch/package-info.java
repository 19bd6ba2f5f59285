/** How the systems are doing, as those who talk to them find: for health, and for one clear line in the log. */
package caravan.loop.watch;
