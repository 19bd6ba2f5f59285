/** The client of Determined, the system that trains. */
package caravan.determined;
