/** Seldon Core v1: the operator that turns SeldonDeployments into pods, the executors before them, and the gateway. */
package caravan.sandbox.seldon;
