package io.hotupgrade.undertow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

import io.undertow.Undertow;
import org.xnio.ChannelListener;
import org.xnio.ManagementRegistration;
import org.xnio.Option;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.channels.MulticastMessageChannel;
import org.xnio.management.XnioServerMXBean;
import org.xnio.management.XnioWorkerMXBean;

/**
 * The worker that Undertow is given: it opens TCP listeners in our way and leaves
 * everything else to a real worker. XNIO's own cannot be extended.
 */
final class ReusePortWorker extends XnioWorker {

	private final WorkerSource source;

	private final UndertowServer server;

	ReusePortWorker(WorkerSource source, UndertowServer server) {
		super(builder(source));
		this.source = source;
		this.server = server;
	}

	/**
	 * The name keeps this worker from using up a number of XNIO's sequence, which the
	 * names of the real worker's threads have to start with; the executor keeps it from
	 * having threads of its own.
	 */
	private static Builder builder(WorkerSource source) {
		return Xnio.getInstance(Undertow.class.getClassLoader())
			.createWorkerBuilder()
			.setWorkerName("hotupgrade")
			.setExternalExecutorService(new Tasks(source));
	}

	@Override
	public AcceptingChannel<StreamConnection> createStreamConnectionServer(SocketAddress address,
			ChannelListener<? super AcceptingChannel<StreamConnection>> acceptListener, OptionMap options)
			throws IOException {
		if (address instanceof InetSocketAddress inetAddress) {
			return this.server.open(this.source, inetAddress, acceptListener, options);
		}
		return this.source.get().createStreamConnectionServer(address, acceptListener, options);
	}

	@Override
	public MulticastMessageChannel createUdpServer(InetSocketAddress address,
			ChannelListener<? super MulticastMessageChannel> bindListener, OptionMap options) throws IOException {
		return this.source.get().createUdpServer(address, bindListener, options);
	}

	@Override
	public void shutdown() {
		this.source.get().shutdown();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return this.source.get().shutdownNow();
	}

	@Override
	public boolean isShutdown() {
		return this.source.get().isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.source.get().isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.source.get().awaitTermination(timeout, unit);
	}

	@Override
	public void awaitTermination() throws InterruptedException {
		this.source.get().awaitTermination();
	}

	@Override
	public XnioIoThread getIoThread(int hashCode) {
		return this.source.get().getIoThread(hashCode);
	}

	@Override
	public int getIoThreadCount() {
		return this.source.get().getIoThreadCount();
	}

	@Override
	protected XnioIoThread chooseThread() {
		return this.source.get().getIoThread();
	}

	@Override
	public InetSocketAddress getBindAddress(InetAddress destination) {
		return this.source.get().getBindAddress(destination);
	}

	@Override
	public boolean supportsOption(Option<?> option) {
		return this.source.get().supportsOption(option);
	}

	@Override
	public <T> T getOption(Option<T> option) throws IOException {
		return this.source.get().getOption(option);
	}

	@Override
	public <T> T setOption(Option<T> option, T value) throws IOException {
		return this.source.get().setOption(option, value);
	}

	@Override
	public String getName() {
		return this.source.get().getName();
	}

	@Override
	public XnioWorkerMXBean getMXBean() {
		return this.source.get().getMXBean();
	}

	@Override
	protected ManagementRegistration registerServerMXBean(XnioServerMXBean metrics) {
		// XNIO's listeners register with the worker they run on, which is the real one.
		return () -> {
		};
	}

	/**
	 * Hands tasks to the real worker without making it exist before there is a task.
	 */
	private static final class Tasks extends AbstractExecutorService {

		private final WorkerSource source;

		Tasks(WorkerSource source) {
			this.source = source;
		}

		@Override
		public void execute(Runnable command) {
			this.source.get().execute(command);
		}

		@Override
		public void shutdown() {
			throw new UnsupportedOperationException("Shut down the worker, not its tasks");
		}

		@Override
		public List<Runnable> shutdownNow() {
			throw new UnsupportedOperationException("Shut down the worker, not its tasks");
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return false;
		}

	}

}
