/** The node of the sandbox's cluster: pods as local processes, Deployments that keep them, Services that lead to them. */
package caravan.sandbox.pods;
