/** Takes over what users save while the integration runs, after it was checked. */
package caravan.app.reload;
