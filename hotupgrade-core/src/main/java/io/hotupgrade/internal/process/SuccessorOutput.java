package io.hotupgrade.internal.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What becomes of a successor's output until commit. Thread-safe.
 */
interface SuccessorOutput {

	/** Goes straight to where this process's goes, and nothing is kept. */
	SuccessorOutput INHERITED = new SuccessorOutput() {

		@Override
		public List<String> lastLines() {
			return List.of();
		}

		@Override
		public void committed(long pid) {
		}

		@Override
		public CompletableFuture<Void> finish() {
			return CompletableFuture.completedFuture(null);
		}

	};

	List<String> lastLines();

	/**
	 * The successor will write to the real streams any moment now.
	 */
	void committed(long pid);

	/**
	 * The successor will not write any more.
	 * @return completes when all was read
	 */
	CompletableFuture<Void> finish();

}
