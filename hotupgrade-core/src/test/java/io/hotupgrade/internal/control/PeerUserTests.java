package io.hotupgrade.internal.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link PeerUser}.
 */
class PeerUserTests {

	private ServerSocketChannel listener;

	private SocketChannel near;

	private SocketChannel far;

	@BeforeEach
	void connect(@TempDir Path directory) throws IOException {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
		this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
		this.near = SocketChannel.open(address);
		this.far = this.listener.accept();
	}

	@AfterEach
	void close() throws IOException {
		this.near.close();
		this.far.close();
		this.listener.close();
	}

	@Test
	void bothSidesAreThisUsers() {
		assertThatNoException().isThrownBy(() -> PeerUser.requireOwn(this.near));
		assertThatNoException().isThrownBy(() -> PeerUser.requireOwn(this.far));
	}

	@Test
	void anotherUserIsRefused() throws IOException {
		long another = CurrentUser.uid() + 1;
		assertThatIOException().isThrownBy(() -> PeerUser.require(this.far, another))
			.withMessageContaining("run both instances as one user");
	}

}
