/** How a promoted version comes to serve, and how an older one comes back. */
package caravan.loop.deploy;
