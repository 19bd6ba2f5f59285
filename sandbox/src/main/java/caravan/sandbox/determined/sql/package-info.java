/** The embedded SQL database that holds Determined's state. */
package caravan.sandbox.determined.sql;
