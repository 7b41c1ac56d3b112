package io.hotupgrade.jetty;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.server.support.AcceptChannel;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AcceptChannel} as the channel of a connector, for acceptors that block. It
 * stays open, and keeps the acceptors waiting, when it has stopped to listen: they are
 * Jetty's, and would take its close for the end of the connector.
 */
final class SteeredChannel extends ServerSocketChannel {

	private final AcceptChannel listening;

	private final Object accepting = new Object();

	/** Accepted, and not known to the server yet; used with this lock. */
	private int underWay;

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private boolean listeningStopped;

	SteeredChannel(AcceptChannel listening) {
		super(listening.channel().provider());
		this.listening = listening;
	}

	AcceptChannel listening() {
		return this.listening;
	}

	@Override
	public SocketChannel accept() throws IOException {
		// Acceptors of which one closes the socket must not be about to accept.
		synchronized (this.accepting) {
			SocketChannel accepted = this.listening.accept();
			if (accepted != null) {
				count(1);
				return accepted;
			}
		}
		boolean interrupted = Thread.currentThread().isInterrupted();
		close();
		throw interrupted ? new ClosedByInterruptException() : new AsynchronousCloseException();
	}

	/**
	 * Tells that the server knows an accepted connection, or that it was closed.
	 */
	void announced() {
		count(-1);
	}

	private synchronized void count(int difference) {
		this.underWay += difference;
		tellIfStopped();
	}

	private void tellIfStopped() {
		if (this.listeningStopped && this.underWay <= 0) {
			this.stopped.complete(null);
		}
	}

	/**
	 * Closes the listening socket when all that waits in the accept queue was taken.
	 * @return completed when the kernel no longer has it and the server knows all that
	 * was accepted
	 */
	CompletableFuture<Void> stopListening() {
		this.listening.stopListening().whenComplete((closed, failure) -> {
			if (failure != null) {
				this.stopped.completeExceptionally(failure);
			}
			synchronized (this) {
				this.listeningStopped = true;
				tellIfStopped();
			}
		});
		return this.stopped;
	}

	@Override
	protected void implCloseSelectableChannel() throws IOException {
		this.listening.close();
	}

	/** To those who use it, it always blocks. */
	@Override
	protected void implConfigureBlocking(boolean block) throws IOException {
		if (!block) {
			throw new IOException("A listening socket of hot upgrades is for acceptors that block");
		}
	}

	@Override
	public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
		this.listening.channel().bind(local, backlog);
		return this;
	}

	@Override
	public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
		this.listening.channel().setOption(name, value);
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) throws IOException {
		return this.listening.channel().getOption(name);
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return this.listening.channel().supportedOptions();
	}

	@Override
	public ServerSocket socket() {
		return this.listening.channel().socket();
	}

	@Override
	public @Nullable SocketAddress getLocalAddress() throws IOException {
		return this.listening.channel().getLocalAddress();
	}

}
