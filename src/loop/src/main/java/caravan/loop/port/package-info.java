/**
 * What the loop asks of the outside. Every call has a deadline of its own, is safe to repeat unless it says otherwise,
 * and fails with a {@link caravan.loop.port.SystemException}.
 */
package caravan.loop.port;
