package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code server.servlet.session.persistent}, across restarts and upgrades.
 */
class SessionFileIT {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private static final Pattern COOKIE = Pattern.compile("(?i)set-cookie: (JSESSIONID=[^;]+)");

	@TempDir
	Path directory;

	@Test
	void sessionThatWasLoggedOutStaysSoAfterAnUpgradeAndRestartsKeepSessions() throws Exception {
		JavaLaunch launch = NamesSample.in(this.directory)
			.withArguments("--server.servlet.session.persistent=true", "--server.servlet.session.store-dir=sessions");
		String early;
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			assertThat(String.join("\n", sample.first().lastOutput()))
				.containsOnlyOnce("server.servlet.session.persistent keeps sessions across a restart, and not");
			early = login(sample);
			stop(sample, sample.first().pid());
		}
		String late;
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			assertThat(user(sample, early)).as("after a restart").isEqualTo("somebody");
			send(sample, "POST /logout", early);
			assertThat(user(sample, early)).as("logged out").isEqualTo("nobody");
			UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
			assertThat(user(sample, early)).as("after an upgrade").isEqualTo("nobody");
			late = login(sample);
			Processes.awaitEnd(upgrade.predecessor().pid(), LIMIT);
			stop(sample, upgrade.successor().pid());
		}
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			assertThat(user(sample, late)).as("after an upgrade and a restart").isEqualTo("somebody");
			assertThat(user(sample, early)).as("logged out before").isEqualTo("nobody");
		}
	}

	private static void stop(SampleInstance sample, long pid) {
		Processes.signal(pid, "TERM");
		Processes.awaitEnd(pid, LIMIT);
		assertThat(sample.running()).isEmpty();
	}

	private static String login(SampleInstance sample) throws Exception {
		Matcher cookie = COOKIE.matcher(send(sample, "POST /login", ""));
		assertThat(cookie.find()).isTrue();
		return cookie.group(1);
	}

	private static String user(SampleInstance sample, String cookie) throws Exception {
		return send(sample, "GET /user", cookie).strip().lines().reduce((first, last) -> last).orElseThrow();
	}

	private static String send(SampleInstance sample, String request, String cookie) throws Exception {
		try (RawClient client = RawClient.connect(sample)) {
			String cookies = cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
			client.send(request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" + cookies + "\r\n");
			return client.receive();
		}
	}

}
