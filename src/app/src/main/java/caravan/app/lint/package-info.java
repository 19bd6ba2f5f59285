/** Checks what users edit, without starting a route or touching a system. */
package caravan.app.lint;
