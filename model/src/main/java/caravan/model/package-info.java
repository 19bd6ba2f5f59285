/** The training program, run as a Determined trial. */
package caravan.model;
