/** From the plan's files to rows of features: fetched, checked, unpacked, decoded. */
package caravan.model.data;
