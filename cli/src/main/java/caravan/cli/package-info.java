/** The front door, ./caravan. */
package caravan.cli;
