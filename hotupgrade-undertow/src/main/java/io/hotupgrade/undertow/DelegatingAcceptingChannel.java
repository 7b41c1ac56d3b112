package io.hotupgrade.undertow;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.xnio.Option;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * Leaves everything to another channel.
 */
abstract class DelegatingAcceptingChannel implements AcceptingChannel<StreamConnection> {

	private final AcceptingChannel<StreamConnection> channel;

	DelegatingAcceptingChannel(AcceptingChannel<StreamConnection> channel) {
		this.channel = channel;
	}

	final AcceptingChannel<StreamConnection> channel() {
		return this.channel;
	}

	@Override
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	@Override
	public void suspendAccepts() {
		this.channel.suspendAccepts();
	}

	@Override
	public void resumeAccepts() {
		this.channel.resumeAccepts();
	}

	@Override
	public boolean isAcceptResumed() {
		return this.channel.isAcceptResumed();
	}

	@Override
	@Deprecated
	public void wakeupAccepts() {
		this.channel.wakeupAccepts();
	}

	@Override
	public void awaitAcceptable() throws IOException {
		this.channel.awaitAcceptable();
	}

	@Override
	public void awaitAcceptable(long time, TimeUnit timeUnit) throws IOException {
		this.channel.awaitAcceptable(time, timeUnit);
	}

	@Override
	@Deprecated
	public XnioExecutor getAcceptThread() {
		return this.channel.getAcceptThread();
	}

	@Override
	public XnioIoThread getIoThread() {
		return this.channel.getIoThread();
	}

	@Override
	public XnioWorker getWorker() {
		return this.channel.getWorker();
	}

	@Override
	public boolean supportsOption(Option<?> option) {
		return this.channel.supportsOption(option);
	}

	@Override
	public <T> T getOption(Option<T> option) throws IOException {
		return this.channel.getOption(option);
	}

	@Override
	public <T> T setOption(Option<T> option, T value) throws IOException {
		return this.channel.setOption(option, value);
	}

}
