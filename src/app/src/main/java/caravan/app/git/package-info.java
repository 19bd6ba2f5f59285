/** Model code from git. */
package caravan.app.git;
