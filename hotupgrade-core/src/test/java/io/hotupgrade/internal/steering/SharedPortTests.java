package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Tests for {@link SharedPort} with real sockets.
 */
@EnabledOnOs(OS.LINUX)
class SharedPortTests {

	@ParameterizedTest
	@CsvSource({ "0.0.0.0, INET, 0.0.0.0, false", "0.0.0.0, INET6, 0.0.0.0, true", "::, INET6, 0.0.0.0, true",
			"127.0.0.1, INET6, 127.0.0.1, true", "127.0.0.1, INET, 127.0.0.1, false", "::1, INET6, ::1, true" })
	void groupCanBeJoined(String present, StandardProtocolFamily family, String planned, boolean ipv6)
			throws IOException {
		assertThat(obstacle(present, family, planned, ipv6)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "::, INET6, 0.0.0.0, false", "0.0.0.0, INET, 0.0.0.0, true", "::, INET6, 127.0.0.1, true",
			"::, INET6, ::1, true", "127.0.0.1, INET6, 0.0.0.0, true", "127.0.0.1, INET6, 127.0.0.1, false",
			"127.0.0.1, INET, 127.0.0.1, true", "127.0.0.1, INET, 0.0.0.0, false", "0.0.0.0, INET, 127.0.0.1, true" })
	void socketThatWouldTakeOrBeTakenFromIsInTheWay(String present, StandardProtocolFamily family, String planned,
			boolean ipv6) throws IOException {
		assertThat(obstacle(present, family, planned, ipv6)).hasValueSatisfying(
				(words) -> assertThat(words).startsWith("this instance would listen on ").contains(" beside "));
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, INET6, 127.0.0.2, true", "::1, INET6, 127.0.0.1, true", "::1, INET6, 0.0.0.0, false" })
	void socketForOtherConnectionsIsNot(String present, StandardProtocolFamily family, String planned, boolean ipv6)
			throws IOException {
		assertThat(obstacle(present, family, planned, ipv6)).isEmpty();
	}

	private static Optional<String> obstacle(String present, StandardProtocolFamily family, String planned,
			boolean ipv6) throws IOException {
		try (TestListener listener = TestListener.open(new InetSocketAddress(present, 0), family)) {
			int port = listener.address().getPort();
			return SharedPort.findObstacle(Path.of("/proc"), new InetSocketAddress(planned, port), ipv6);
		}
		catch (BindException | UnsupportedOperationException ex) {
			return abort("No such address here: " + present);
		}
	}

	@Test
	void theFamilyIsThatOfThisJvmsOwnSockets() throws IOException {
		try (TestListener listener = TestListener.open(new InetSocketAddress(0), StandardProtocolFamily.INET6)) {
			InetSocketAddress address = new InetSocketAddress(listener.address().getPort());
			assertThat(SharedPort.findObstacle(address)).isEmpty();
		}
		catch (UnsupportedOperationException ex) {
			abort("No IPv6 here");
		}
	}

	@Test
	void portThatNobodyListensOnIsFree() throws IOException {
		InetSocketAddress closed;
		try (TestListener listener = TestListener.open()) {
			closed = listener.address();
		}
		assertThat(SharedPort.findObstacle(closed)).isEmpty();
	}

	@Test
	void withoutTablesNothingIsKnown(@TempDir Path empty) throws IOException {
		assertThat(SharedPort.findObstacle(empty, new InetSocketAddress(8080), true)).isEmpty();
	}

}
