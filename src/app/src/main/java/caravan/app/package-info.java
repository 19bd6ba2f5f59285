/** The integration: Camel contexts, routes and settings around the loop. */
package caravan.app;
