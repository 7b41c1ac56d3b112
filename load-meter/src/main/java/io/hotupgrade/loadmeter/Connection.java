package io.hotupgrade.loadmeter;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One TCP connection of a client. Used by one thread at a time; {@link #abort()} may come
 * from any.
 */
final class Connection implements Closeable {

	private static final Duration NEVER = Duration.ofDays(1_000);

	private final SocketChannel channel;

	private final Target target;

	private final OpenConnections register;

	private Socket socket;

	private PushbackInputStream input;

	private OutputStream output;

	private volatile long overdueAt;

	private volatile boolean overdue;

	private Connection(SocketChannel channel, Target target, OpenConnections register) {
		this.channel = channel;
		this.target = target;
		this.register = register;
		this.socket = channel.socket();
		limit(target.connectTimeout().plus(target.answerTimeout()));
	}

	/**
	 * Connects, once.
	 * @throws ExchangeFailedException with the outcome, if that did not work
	 */
	static Connection open(Target target, OpenConnections register) throws ExchangeFailedException {
		Connection connection = new Connection(newChannel(), target, register);
		register.add(connection);
		try {
			connection.connect();
			connection.prepare();
			return connection;
		}
		catch (ExchangeFailedException ex) {
			connection.close();
			throw ex;
		}
	}

	private static SocketChannel newChannel() {
		try {
			return SocketChannel.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The load meter cannot open a socket; see its limit of open files", ex);
		}
	}

	private void connect() throws ExchangeFailedException {
		try {
			this.socket.connect(this.target.address(), (int) this.target.connectTimeout().toMillis());
		}
		catch (SocketTimeoutException ex) {
			throw new ExchangeFailedException(Outcome.CONNECT_TIMEOUT, ex);
		}
		catch (ConnectException ex) {
			boolean refused = String.valueOf(ex.getMessage()).contains("refused");
			throw new ExchangeFailedException(refused ? Outcome.CONNECT_REFUSED : Outcome.CONNECT_FAILED, ex);
		}
		catch (IOException ex) {
			throw new ExchangeFailedException(Outcome.CONNECT_FAILED, ex);
		}
	}

	private void prepare() throws ExchangeFailedException {
		try {
			this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			if (this.target.tls()) {
				this.socket = TrustingTls.over(this.socket, this.target.address());
			}
			this.input = new PushbackInputStream(new BufferedInputStream(this.socket.getInputStream()));
			this.output = this.socket.getOutputStream();
		}
		catch (IOException ex) {
			throw failure(ex, false);
		}
	}

	/**
	 * Sends a request, once, and reads the whole response.
	 * @throws ExchangeFailedException with the outcome, if there is no complete response
	 */
	HttpResponse exchange(Request request) throws ExchangeFailedException {
		limit(request.duration().plus(this.target.answerTimeout()));
		ResponseReader reader = new ResponseReader(this.input);
		try {
			HttpResponse response = exchange(request, reader);
			limit(NEVER);
			return response;
		}
		catch (IOException ex) {
			throw failure(ex, reader.isBegun());
		}
	}

	private HttpResponse exchange(Request request, ResponseReader reader) throws IOException {
		try {
			request.writeTo(this.output);
		}
		catch (IOException ex) {
			return readEarlyResponse(reader, ex);
		}
		return reader.read();
	}

	/** A server may answer and then stop reading: the answer still counts. */
	private static HttpResponse readEarlyResponse(ResponseReader reader, IOException writeFailure) throws IOException {
		try {
			return reader.read();
		}
		catch (IOException ex) {
			writeFailure.addSuppressed(ex);
			throw writeFailure;
		}
	}

	/**
	 * Looks whether the server has closed the connection, without waiting for anything.
	 * To be asked between two requests.
	 */
	boolean isClosedByServer() {
		try {
			int next = this.target.tls() ? Lookahead.secured(this.socket, this.input) : Lookahead.plain(this.channel);
			if (next != Lookahead.NOTHING_YET) {
				this.input.unread(next);
			}
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private ExchangeFailedException failure(IOException ex, boolean responseBegun) {
		if (this.overdue) {
			return new ExchangeFailedException(Outcome.TIMEOUT, ex);
		}
		return ExchangeFailedException.of(ex, responseBegun);
	}

	private void limit(Duration duration) {
		this.overdueAt = System.nanoTime() + duration.toNanos();
	}

	void abortIfOverdue(long now) {
		if (now - this.overdueAt > 0) {
			this.overdue = true;
			abort();
		}
	}

	/** Cuts the connection below TLS, whose own close may wait for a blocked writer. */
	void abort() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// It is unusable either way.
		}
	}

	@Override
	public void close() {
		abort();
		this.register.remove(this);
	}

}
