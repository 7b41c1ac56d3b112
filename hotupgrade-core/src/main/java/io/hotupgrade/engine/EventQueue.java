package io.hotupgrade.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Hands out events one at a time, in the order in which they happened: one that happens
 * while another is dealt with waits until all that follows from the other is done. Used
 * on the engine's thread only.
 *
 * @param <E> the event
 */
final class EventQueue<E> {

	private final Deque<E> waiting = new ArrayDeque<>();

	private final Consumer<E> handler;

	private boolean busy;

	EventQueue(Consumer<E> handler) {
		this.handler = handler;
	}

	void add(E event) {
		this.waiting.add(event);
		if (this.busy) {
			return;
		}
		this.busy = true;
		try {
			while (!this.waiting.isEmpty()) {
				this.handler.accept(this.waiting.poll());
			}
		}
		finally {
			this.busy = false;
		}
	}

}
