package io.hotupgrade.engine;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Whether two processes can share a port at all. Not on Windows.
 */
final class ReusePort {

	private static final EngineLog logger = EngineLog.of(ReusePort.class);

	static final boolean SUPPORTED = isSupported();

	private ReusePort() {
	}

	private static boolean isSupported() {
		try (ServerSocketChannel channel = ServerSocketChannel.open()) {
			return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
		}
		catch (IOException ex) {
			logger.warn("Cannot find out whether SO_REUSEPORT is supported", ex);
			return false;
		}
	}

}
