/** Determined as a trial sees it: its environment, its config, its reports to the master. */
package caravan.model.master;
