package io.hotupgrade.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.Downloads;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.SlowRequests;
import io.hotupgrade.loadmeter.Uploads;
import io.hotupgrade.loadmeter.process.Cell;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Gateway is an application like any other: replaced under load, it cuts
 * nobody, whatever it is passing on at the time.
 */
class GatewayIT {

	@TempDir
	private Path directory;

	/** On Spring Boot 3.5 and on 4. */
	@ParameterizedTest
	@ValueSource(strings = { "gateway-app", "gateway-app-boot4" })
	void nobodyIsCutWhenTheGatewayIsReplaced(String application) throws Exception {
		Extent.assumeFull();
		JavaLaunch behind = Sample.quick(Cell.NETTY_BOOT3, Files.createDirectory(this.directory.resolve("backend")));
		try (SampleInstance backend = SampleInstance.start(behind, Leaving.LIMIT);
				SampleInstance gateway = SampleInstance.start(gateway(application, backend.port()), Leaving.LIMIT);
				LoadMeter meter = load(gateway)) {
			meter.awaitRequests(300, Leaving.LIMIT);
			for (int upgrade = 0; upgrade < Extent.upgrades(); upgrade++) {
				Leaving.UPGRADE.begin(gateway).awaitEnd();
				meter.awaitRequests(meter.report().requests() + 300, Leaving.LIMIT);
			}
			MeterReport report = meter.stop();
			System.out.println(report.table());
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).as("who answered behind the gateway").hasSize(1);
			assertThat(gateway.endpoint().status().history()).hasSize(Extent.upgrades())
				.allSatisfy((ended) -> assertThat(ended.receipt().cut()).isEmpty());
		}
	}

	private JavaLaunch gateway(String application, int backend) throws Exception {
		Path own = Files.createDirectory(this.directory.resolve("gateway"));
		Sample.hastenUpgrades(own);
		String route = "--spring.cloud.gateway.server.webflux.routes[0].";
		Path jar = Sample.SOURCES.resolve(Path.of(application, "target", application + ".jar"));
		return UnpackedJar.quickly(jar, own)
			.withEnvironment("HOTUPGRADE_PROBATION", "500ms")
			.withArguments("--management.endpoints.web.exposure.include=hotupgrade",
					"--management.endpoint.hotupgrade.access=unrestricted", "--hotupgrade.drain.idle-timeout=1s",
					route + "id=backend", route + "uri=http://127.0.0.1:" + backend, route + "predicates[0]=Path=/**",
					// Where tests share the machine, it is not the version that is slow.
					"--hotupgrade.guard.latency-margin=10s");
	}

	private static LoadMeter load(SampleInstance gateway) {
		return LoadMeter.start(gateway.target(), Leaving.LIMIT.multipliedBy(4), new NewConnections(40),
				new KeptAliveClients(10, Duration.ofMillis(200)), new SlowRequests(5, Duration.ofSeconds(1)),
				new Downloads(2, 2), new Uploads(1, 100_000, Duration.ofSeconds(1), Uploads.Framing.CHUNKED),
				new Uploads(1, 100_000, Duration.ofSeconds(1), Uploads.Framing.CONTENT_LENGTH));
	}

}
