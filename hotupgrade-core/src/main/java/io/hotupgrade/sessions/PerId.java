package io.hotupgrade.sessions;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Values by ids, each changed under a lock of its own: whoever takes long over one value,
 * to serialise it for instance, keeps nobody from another. A {@link ConcurrentHashMap}
 * locks whatever shares a bin. Thread-safe.
 *
 * @param <V> the values
 */
final class PerId<V> {

	private final ConcurrentMap<String, Cell<V>> cells = new ConcurrentHashMap<>();

	@Nullable V get(String id) {
		Cell<V> cell = this.cells.get(id);
		return (cell != null) ? cell.value : null;
	}

	/**
	 * Changes the value of an id, or what will be its first one.
	 * @param id the id
	 * @param change is given the value, if there is one, and returns the one to keep, if
	 * any. It may change values of other ids, unless these changes lead back here
	 */
	void compute(String id, UnaryOperator<@Nullable V> change) {
		while (!this.cells.computeIfAbsent(id, (key) -> new Cell<>()).change(change, id, this.cells)) {
			// It was removed a moment ago: the next one is another one.
			Thread.onSpinWait();
		}
	}

	/**
	 * Changes the value of an id, if there is one.
	 * @param id the id
	 * @param change as of {@link #compute}
	 */
	void computeIfPresent(String id, UnaryOperator<V> change) {
		Cell<V> cell = this.cells.get(id);
		if (cell != null) {
			cell.change((value) -> (value != null) ? change.apply(value) : null, id, this.cells);
		}
	}

	Set<String> ids() {
		return this.cells.keySet();
	}

	Stream<V> values() {
		Collection<Cell<V>> all = this.cells.values();
		return all.stream().<V>mapMulti((cell, values) -> {
			V value = cell.value;
			if (value != null) {
				values.accept(value);
			}
		});
	}

	/**
	 * The place of a value, from the first to the last one that an id has at a stretch.
	 */
	private static final class Cell<V> {

		private final ReentrantLock lock = new ReentrantLock();

		private volatile @Nullable V value;

		/** Guarded by the lock. */
		private boolean removed;

		/** Returns whether this is the place of the id's value still. */
		boolean change(UnaryOperator<@Nullable V> change, String id, ConcurrentMap<String, Cell<V>> cells) {
			this.lock.lock();
			try {
				if (this.removed) {
					return false;
				}
				try {
					this.value = change.apply(this.value);
				}
				finally {
					this.removed = (this.value == null);
					if (this.removed) {
						cells.remove(id, this);
					}
				}
				return true;
			}
			finally {
				this.lock.unlock();
			}
		}

	}

}
