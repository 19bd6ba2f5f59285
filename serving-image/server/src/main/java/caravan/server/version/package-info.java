/** Getting hold of a version's files and checking them. */
package caravan.server.version;
