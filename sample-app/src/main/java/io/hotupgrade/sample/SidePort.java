package io.hotupgrade.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Tells everybody who connects to a fixed port the process that listens there: what
 * cannot exist twice.
 */
@Component
@ConditionalOnProperty("sample.side-port")
class SidePort implements SmartLifecycle {

	private final int port;

	private volatile ServerSocket listener;

	SidePort(SampleProperties properties) {
		this.port = properties.sidePort();
	}

	@Override
	public void start() {
		try {
			ServerSocket opened = new ServerSocket();
			opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			this.listener = opened;
			Thread answering = new Thread(() -> answer(opened), "side-port");
			answering.setDaemon(true);
			answering.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Port " + this.port, ex);
		}
	}

	private static void answer(ServerSocket listener) {
		byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
		while (!listener.isClosed()) {
			try (Socket client = listener.accept()) {
				client.getOutputStream().write(pid);
			}
			catch (IOException ex) {
				// The client is gone, or the listener is closed.
			}
		}
	}

	@Override
	public void stop() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.listener = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.listener != null;
	}

}
