package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.internal.warmup.WarmUpRun;
import io.hotupgrade.internal.warmup.WarmUpTarget;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.UpgradableServer;
import org.jspecify.annotations.Nullable;

/**
 * The warm-up of this process, on a thread that lives as long as it does. Thread-safe.
 */
final class SuccessorWarmUp {

	private final Servers servers;

	private final BooleanSupplier wanted;

	private @Nullable Thread thread;

	private boolean cancelled;

	/**
	 * Creates a warm-up that does not run yet.
	 * @param servers the servers, of which the first is warmed up
	 * @param wanted whether there is a reason to warm up: a predecessor that serves
	 * meanwhile
	 */
	SuccessorWarmUp(Servers servers, BooleanSupplier wanted) {
		this.servers = servers;
		this.wanted = wanted;
	}

	/**
	 * Warms up.
	 * @return completed on the warm-up's thread with what was done; cancelled if it was
	 * {@linkplain #cancel() cancelled}
	 */
	synchronized CompletableFuture<WarmUpReport> begin(WarmUpSettings settings, List<WarmUpPart> parts) {
		CompletableFuture<WarmUpReport> over = new CompletableFuture<>();
		WarmUpRun run = new WarmUpRun(settings, parts, new Target(), this.wanted, System::nanoTime);
		this.thread = new Thread(() -> complete(over, run), "hotupgrade-warm-up");
		this.thread.setDaemon(true);
		if (this.cancelled) {
			over.cancel(false);
		}
		else {
			this.thread.start();
		}
		return over;
	}

	private static void complete(CompletableFuture<WarmUpReport> over, WarmUpRun run) {
		try {
			over.complete(run.run());
		}
		catch (InterruptedException ex) {
			over.cancel(false);
		}
		catch (Throwable ex) {
			over.completeExceptionally(ex);
		}
	}

	/**
	 * Ends it at once, or keeps it from beginning.
	 */
	synchronized void cancel() {
		this.cancelled = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	/**
	 * The first server: a management server on its own port comes after it.
	 */
	private final class Target implements WarmUpTarget {

		private UpgradableServer server() throws IOException {
			return SuccessorWarmUp.this.servers.first()
				.orElseThrow(() -> new IOException("No server has been started"));
		}

		@Override
		public InetSocketAddress publicAddress() throws IOException {
			return server().listeners().get(0).address();
		}

		@Override
		public PrivateListener open(boolean recorded) throws IOException {
			return server().openPrivateListener(recorded);
		}

	}

}
