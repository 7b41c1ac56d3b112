package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.hotupgrade.loadmeter.WebSocketClients;
import io.hotupgrade.loadmeter.WebSocketReport;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSocket clients are told that the server goes away (close code 1001), when the policy
 * says so, and are served until then.
 */
@Isolated("It measures when connections end")
class WebSocketDrainIT {

	private static final int CLIENTS = 40;

	@TempDir
	Path directory;

	@Test
	void upgradesTellEverybodyAndTheLastOneIsStopped() throws Exception {
		Policy.AT_ONCE.configure(this.directory);
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), Leaving.LIMIT)) {
			Policy[] policies = Policy.values();
			for (int index = 0; index < policies.length; index++) {
				// For the successor: what counts is the configuration at an instance's
				// start.
				policies[(index + 1) % policies.length].configure(this.directory);
				leave(sample, Leaving.UPGRADE, policies[index]);
			}
			// The last successor's policy is the first one again.
			leave(sample, Leaving.SIGTERM, policies[0]);
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AT_ONCE")
	void sigtermTellsEverybody(Policy policy) throws Exception {
		policy.configure(this.directory);
		try (SampleInstance sample = SampleInstance.start(Sample.quick(this.directory), Leaving.LIMIT)) {
			leave(sample, Leaving.SIGTERM, policy);
		}
	}

	private static void leave(SampleInstance sample, Leaving leaving, Policy policy) throws Exception {
		try (WebSocketClients clients = WebSocketClients.connect(sample.target(), CLIENTS, Duration.ofMillis(50))) {
			awaitEchoes(clients, 5 * CLIENTS);
			Leaving.Departure departure = leaving.begin(sample);
			leaving.awaitCommit(departure);
			Duration commit = clients.elapsed();
			UpgradeView ended = departure.awaitEnd();
			WebSocketReport report = clients.report();
			System.out.printf("%s on %s, commit at %s: %s%n", policy, leaving, commit, report);
			assertThat(report.closes()).isEqualTo(Map.of(WebSocketReport.GOING_AWAY, (long) CLIENTS));
			assertThat(report.wrong()).isZero();
			assertThat((ended != null) ? ended.receipt().cut() : Map.of()).isEmpty();
			policy.check(report, commit);
		}
	}

	private static void awaitEchoes(WebSocketClients clients, long number) {
		Awaitility.await("echoes").atMost(Leaving.LIMIT).until(() -> clients.report().echoes() >= number);
	}

	enum Policy {

		AT_ONCE {

			@Override
			void check(WebSocketReport report, Duration commit) {
				assertThat(report.lastClose().minus(report.firstClose())).isLessThan(Duration.ofSeconds(1));
				assertThat(report.lastClose()).isLessThan(commit.plusSeconds(3));
			}

		},

		SPREAD {

			@Override
			void check(WebSocketReport report, Duration commit) {
				assertThat(report.lastClose().minus(report.firstClose())).isBetween(Duration.ofSeconds(1),
						Duration.ofSeconds(3));
			}

		},

		DEADLINE {

			@Override
			void check(WebSocketReport report, Duration commit) {
				assertThat(report.firstClose()).isGreaterThan(commit.plusSeconds(4));
			}

		};

		/** Checks when connections ended. */
		abstract void check(WebSocketReport report, Duration commit);

		void configure(Path directory) {
			Sample.configure(directory, "hotupgrade.drain.websocket.policy=" + name(),
					"hotupgrade.drain.websocket.spread-period=2s", "hotupgrade.drain.timeout=6s",
					"hotupgrade.drain.idle-timeout=500ms");
		}

	}

}
