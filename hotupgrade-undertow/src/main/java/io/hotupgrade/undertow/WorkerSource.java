package io.hotupgrade.undertow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.undertow.Undertow;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * Where the worker comes from that does the work.
 */
interface WorkerSource {

	/**
	 * The worker. Starts its threads at the first call, and at the first after
	 * {@link #release()}.
	 * @return the worker
	 */
	XnioWorker get();

	/**
	 * Tells that the server has been stopped.
	 */
	void release();

	/**
	 * Source of a worker that belongs to somebody else, who also shuts it down.
	 * @param worker the worker
	 * @return the source
	 */
	static WorkerSource of(XnioWorker worker) {
		return new WorkerSource() {

			@Override
			public XnioWorker get() {
				return worker;
			}

			@Override
			public void release() {
			}

		};
	}

	/**
	 * A worker that lives as long as the server runs, as the one does that Undertow makes
	 * when it is given none.
	 */
	final class Own implements WorkerSource {

		private final OptionMap options;

		private final Duration shutdownTimeout;

		private @Nullable XnioWorker worker;

		/**
		 * Create a source.
		 * @param options the worker's options
		 * @param shutdownTimeout how long running tasks may take before they are
		 * interrupted
		 */
		Own(OptionMap options, Duration shutdownTimeout) {
			this.options = options;
			this.shutdownTimeout = shutdownTimeout;
		}

		@Override
		public synchronized XnioWorker get() {
			if (this.worker == null) {
				try {
					this.worker = Xnio.getInstance(Undertow.class.getClassLoader()).createWorker(this.options);
				}
				catch (IOException ex) {
					throw new UncheckedIOException("No XNIO worker could be made with the options " + this.options, ex);
				}
			}
			return this.worker;
		}

		@Override
		public void release() {
			XnioWorker released = take();
			if (released != null) {
				shutDown(released);
			}
		}

		private synchronized @Nullable XnioWorker take() {
			XnioWorker taken = this.worker;
			this.worker = null;
			return taken;
		}

		private void shutDown(XnioWorker released) {
			released.shutdown();
			try {
				if (!released.awaitTermination(this.shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
					released.shutdownNow();
				}
			}
			catch (InterruptedException ex) {
				released.shutdownNow();
				Thread.currentThread().interrupt();
			}
		}

	}

}
