/** Observing and acting: what each step of the loop reads from the systems and does to them, over the ports alone. */
package caravan.loop.steps;
