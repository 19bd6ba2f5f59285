/** The example's photos, drawn pets and drawn foreign pictures. */
package caravan.dataset;
