package io.hotupgrade.server.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Connects by TLS, and can keep back what TLS sends.
 *
 * @since 0.1.0
 */
public final class HoldingSockets extends SocketFactory {

	private final SSLSocketFactory tls;

	private final HeldOutput output = new HeldOutput();

	/**
	 * Creates sockets that keep nothing back yet.
	 * @param tls makes connections of them
	 */
	public HoldingSockets(SSLSocketFactory tls) {
		this.tls = tls;
	}

	/**
	 * Lets some more bytes through, and no others until {@link #release()}.
	 * @param bytes how many
	 */
	public void holdAfter(int bytes) {
		this.output.passing = bytes;
	}

	/**
	 * Lets everything through.
	 * @throws IOException if the server is gone
	 */
	public void release() throws IOException {
		this.output.release();
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		Socket plain = new Socket() {

			@Override
			public OutputStream getOutputStream() throws IOException {
				HoldingSockets.this.output.socket = super.getOutputStream();
				return HoldingSockets.this.output;
			}

		};
		plain.connect(new InetSocketAddress(host, port));
		return this.tls.createSocket(plain, "localhost", port, true);
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return createSocket(InetAddress.getByName(host), port);
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
		throw new UnsupportedOperationException();
	}

	private static final class HeldOutput extends OutputStream {

		private final ByteArrayOutputStream held = new ByteArrayOutputStream();

		private OutputStream socket;

		private int passing = Integer.MAX_VALUE;

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			int passed = Math.min(length, this.passing);
			this.socket.write(bytes, offset, passed);
			this.passing = (this.passing == Integer.MAX_VALUE) ? this.passing : this.passing - passed;
			this.held.write(bytes, offset + passed, length - passed);
		}

		void release() throws IOException {
			this.socket.write(this.held.toByteArray());
			this.passing = Integer.MAX_VALUE;
		}

	}

}
