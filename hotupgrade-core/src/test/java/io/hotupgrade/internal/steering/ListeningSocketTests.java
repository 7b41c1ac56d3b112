package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Tests for {@link ListeningSocket}: whether it knows what the running kernel does.
 */
@EnabledOnOs(OS.LINUX)
class ListeningSocketTests {

	private static final List<String> DESTINATIONS = List.of("127.0.0.1", "::1");

	private static final int CONNECTIONS = 5;

	/** Each way to listen on loopback addresses. */
	private enum Way {

		IPV4_WILDCARD("0.0.0.0", StandardProtocolFamily.INET),

		IPV4_SPECIFIC("127.0.0.1", StandardProtocolFamily.INET),

		IPV6_WILDCARD("::", StandardProtocolFamily.INET6),

		IPV6_MAPPED("127.0.0.1", StandardProtocolFamily.INET6),

		IPV6_SPECIFIC("::1", StandardProtocolFamily.INET6);

		private final String host;

		private final ProtocolFamily family;

		Way(String host, ProtocolFamily family) {
			this.host = host;
			this.family = family;
		}

		TestListener listen(int port) throws IOException {
			try {
				return TestListener.open(new InetSocketAddress(this.host, port), this.family);
			}
			catch (BindException | UnsupportedOperationException ex) {
				return abort("No such address here: " + this.host);
			}
		}

		ListeningSocket described(int port) throws UnknownHostException {
			return new ListeningSocket(this.family == StandardProtocolFamily.INET6, InetAddress.getByName(this.host),
					port, 0);
		}

	}

	static Stream<Arguments> pairs() {
		return Stream.of(Way.values())
			.flatMap((ours) -> Stream.of(Way.values())
				.filter((theirs) -> theirs != ours)
				.flatMap((theirs) -> Stream.of(true, false).map((first) -> Arguments.of(ours, theirs, first))));
	}

	@ParameterizedTest(name = "{1} beside {0}, which is first: {2}")
	@MethodSource("pairs")
	void takesFromOtherIffTheKernelGivesItConnectionsOfTheOther(Way ours, Way theirs, boolean oursIsFirst)
			throws IOException {
		try (TestListener alone = ours.listen(0)) {
			int port = alone.address().getPort();
			List<String> reached = DESTINATIONS.stream().filter((host) -> connects(host, port, alone)).toList();
			assertThat(reached).isNotEmpty();
			if (!oursIsFirst) {
				alone.closeListener();
			}
			try (TestListener other = theirs.listen(port);
					TestListener mine = oursIsFirst ? alone : ours.listen(port)) {
				boolean taken = reached.stream().anyMatch((host) -> takes(host, other, mine));
				assertThat(theirs.described(port).takesFrom(ours.described(port))).isEqualTo(taken);
				assertThat(theirs.described(port).isInGroupOf(ours.described(port))).isFalse();
			}
		}
	}

	private static boolean connects(String host, int port, TestListener listener) {
		try (TestClients clients = new TestClients()) {
			clients.connect(new InetSocketAddress(host, port));
			Soon.await().until(listener::acceptOne);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean takes(String host, TestListener taker, TestListener from) {
		boolean[] taken = new boolean[CONNECTIONS];
		for (int i = 0; i < CONNECTIONS; i++) {
			try (TestClients clients = new TestClients()) {
				clients.connect(new InetSocketAddress(host, from.address().getPort()));
				int before = taker.accepted();
				BooleanSupplier accepted = () -> taker.acceptOne() || from.acceptOne();
				Soon.await().until(accepted::getAsBoolean);
				taken[i] = taker.accepted() > before;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		assertThat(taken).as("connections taken by chance: " + Arrays.toString(taken)).containsOnly(taken[0]);
		return taken[0];
	}

	@Test
	void membersOfOneGroupTakeNothingFromEachOther() throws IOException {
		for (Way way : Way.values()) {
			assertThat(way.described(80).isInGroupOf(way.described(80))).isTrue();
			assertThat(way.described(80).takesFrom(way.described(80))).isFalse();
		}
	}

	@Test
	void otherPortsHaveNothingToDoWithEachOther() throws IOException {
		assertThat(Way.IPV6_SPECIFIC.described(80).takesFrom(Way.IPV6_WILDCARD.described(81))).isFalse();
		assertThat(Way.IPV6_WILDCARD.described(80).isInGroupOf(Way.IPV6_WILDCARD.described(81))).isFalse();
	}

	@Test
	void isWrittenAsPeopleKnowIt() throws IOException {
		assertThat(Way.IPV6_WILDCARD.described(80)).hasToString("[::]:80 (IPv6)");
		assertThat(Way.IPV4_WILDCARD.described(80)).hasToString("0.0.0.0:80 (IPv4)");
		assertThat(Way.IPV6_SPECIFIC.described(80)).hasToString("[0:0:0:0:0:0:0:1]:80 (IPv6)");
		assertThat(Way.IPV6_MAPPED.described(80)).hasToString("127.0.0.1:80 (IPv6)");
	}

}
