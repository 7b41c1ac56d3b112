package io.hotupgrade.undertow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Sockets that begin with what a proxy tells of its client, in clear, and go on with TLS.
 */
final class ProxiedSockets extends SocketFactory {

	private final String header;

	private final SSLContext tls;

	private final String[] protocols;

	/**
	 * Creates a factory.
	 * @param header the proxy's header
	 * @param tls what the server is trusted by
	 * @param protocols what is offered to speak over TLS
	 */
	ProxiedSockets(String header, SSLContext tls, String... protocols) {
		this.header = header;
		this.tls = tls;
		this.protocols = protocols;
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		Socket plain = new Socket(host, port);
		plain.getOutputStream().write(this.header.getBytes(StandardCharsets.ISO_8859_1));
		SSLSocket socket = (SSLSocket) this.tls.getSocketFactory().createSocket(plain, "localhost", port, true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(this.protocols);
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
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
	public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
		throw new UnsupportedOperationException();
	}

}
