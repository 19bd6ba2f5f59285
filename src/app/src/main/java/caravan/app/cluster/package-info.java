/** Who leads, where several integrations run: routes that begin with {@code master:caravan:} run in the leader alone. */
package caravan.app.cluster;
