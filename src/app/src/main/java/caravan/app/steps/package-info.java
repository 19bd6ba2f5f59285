/** The beans that routes call: each step of the loop as observe, decide and act. */
package caravan.app.steps;
