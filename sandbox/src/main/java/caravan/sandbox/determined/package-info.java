/** Determined 0.38 for one machine: its REST API, its state in an embedded database, its trials as local processes. */
package caravan.sandbox.determined;
