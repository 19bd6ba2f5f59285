/** The configuration of a use case: one file in {@code routes/use-cases}. */
package caravan.loop.usecase;
