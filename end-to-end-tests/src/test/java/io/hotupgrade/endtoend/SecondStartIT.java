package io.hotupgrade.endtoend;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Starting the application twice by accident fails as it does without the starter,
 * although SO_REUSEPORT would let both share the port; and another program that shares it
 * is found.
 */
class SecondStartIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final String IPV4 = "127.0.0.1";

	private static final String IPV6 = "::1";

	@TempDir
	Path directory;

	@Test
	void portIsInUse() throws Exception {
		JavaLaunch launch = Sample.quick(this.directory);
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			Path other = Files.createDirectory(this.directory.resolve("other"));
			JavaLaunch again = launch.withWorkDirectory(other).withArguments("--server.port=" + sample.port());
			try (JavaProcess second = JavaProcess.start(again)) {
				assertIsInUse(second, sample.port());
			}
			assertThat(sample.isServing()).isTrue();
			strangersBesideTheWildcardAddressAreFound(sample);
		}
	}

	/**
	 * Each is asked about by way of the other family, as it gets what comes by its own.
	 */
	private static void strangersBesideTheWildcardAddressAreFound(SampleInstance sample) throws Exception {
		isFound(sample, IPV4, StandardProtocolFamily.INET, IPV6);
		isFound(sample, "0.0.0.0", StandardProtocolFamily.INET, IPV6);
		isFound(sample, IPV4, StandardProtocolFamily.INET6, IPV6);
		isFound(sample, IPV6, StandardProtocolFamily.INET6, IPV4);
	}

	private static void isFound(SampleInstance sample, String host, ProtocolFamily family, String askBy)
			throws Exception {
		try (ServerSocketChannel stranger = ServerSocketChannel.open(family)) {
			stranger.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			stranger.bind(new InetSocketAddress(host, sample.port()));
			EndpointAnswer answer = new UpgradeClient(sample.target().withHost(askBy)).upgrade();
			assertThat(answer.status()).as(host + " " + answer.body()).isEqualTo(409);
			assertThat(answer.refusal()).isEqualTo("STRANGER_ON_PORT");
			assertThat(answer.body()).contains(sample.port() + " (IPv").contains("End the other process");
		}
		catch (UnsupportedOperationException ex) {
			abort("No IPv6 here, so there are no two families to listen on");
		}
	}

	/** Both are let bind only when it is clear what becomes of each. */
	@Test
	void ofTwoStartsAtTheSameMomentOneGetsThePort() throws Exception {
		Target target = Target.local(FreePort.find());
		int port = target.address().getPort();
		Path gate = Files.createDirectory(this.directory.resolve("gate"));
		JavaLaunch launch = BindGate.at(gate, Sample.quick(this.directory)).withArguments("--server.port=" + port);
		try (JavaProcess one = JavaProcess.start(launch); JavaProcess other = JavaProcess.start(launch)) {
			List<JavaProcess> both = List.of(one, other);
			for (JavaProcess process : both) {
				process.await("decision whether it gets the port", LIMIT,
						() -> !process.isAlive() || BindGate.isReachedBy(process.pid(), gate));
			}
			assertThat(both).as("that have the port").filteredOn(JavaProcess::isAlive).hasSize(1);
			JavaProcess winner = one.isAlive() ? one : other;
			assertIsInUse((winner == one) ? other : one, port);
			BindGate.open(gate);
			try (SampleInstance sample = SampleInstance.adopt(winner, target, target)) {
				sample.awaitServing(LIMIT);
			}
		}
	}

	private static void assertIsInUse(JavaProcess second, int port) throws Exception {
		assertThat(second.awaitExit(LIMIT)).isTrue();
		assertThat(second.exitCode()).hasValue(1);
		assertThat(Files.readString(second.output()))
			.contains("Web server failed to start. Port " + port + " was already in use.");
	}

}
