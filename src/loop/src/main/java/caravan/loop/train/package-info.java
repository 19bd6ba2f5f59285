/** Which commit is to be trained next, on which files, and from which parent. */
package caravan.loop.train;
