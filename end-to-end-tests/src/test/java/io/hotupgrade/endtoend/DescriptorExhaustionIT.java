package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients have used up all descriptors that the predecessor may open (EMFILE). It serves
 * those that it has, says why it cannot upgrade, and can again as soon as they leave.
 */
class DescriptorExhaustionIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final int DESCRIPTORS = 150;

	private static final int WAITING = 5;

	private static final String STATUS = RawClient.get(UpgradeClient.PATH);

	private static final String POST = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
		.formatted(UpgradeClient.PATH);

	/** In the answer to a request that is accepted. */
	private static final Pattern ID = Pattern.compile("(?s)HTTP/1.1 202 .*?\"id\":\"(\\w+)\"");

	@TempDir
	Path directory;

	private SampleInstance start(String... arguments) throws Exception {
		return SampleInstance.start(launch().withArguments(arguments), LIMIT);
	}

	/** The limit is set by a shell, as an administrator would, and cannot be raised. */
	private JavaLaunch launch() throws IOException {
		Path bin = Files.createDirectories(this.directory.resolve("limited/bin"));
		Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nulimit -n %d\nexec '%s' \"$@\"\n"
			.formatted(DESCRIPTORS, Path.of(System.getProperty("java.home"), "bin", "java")));
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
		return Sample.quickCopy(this.directory)
			.withJavaHome(bin.getParent())
			// On one connection somebody asks until an upgrade is accepted.
			.withArguments(Sample.settings().endlessKeepAlive());
	}

	@Test
	void requestWithoutADescriptorIsAnsweredAndTheNextOneSucceeds() throws Exception {
		try (SampleInstance sample = start();
				RawClient operator = RawClient.keptAlive(sample);
				RawClient bystander = RawClient.keptAlive(sample)) {
			operator.send(STATUS).receive();
			String answer;
			try (Crowd crowd = Crowd.around(sample)) {
				answer = operator.send(POST).receive();
				System.out.println(crowd + ": " + answer);
				assertThat(bystander.send(RawClient.GET).receive()).startsWith("HTTP/1.1 200");
			}
			assertThat(answer).matches("(?s)HTTP/1.1 (409|501) .*")
				.contains("\"reason\":")
				.contains("Too many open files");
			assertNextUpgradeSucceeds(sample, operator);
		}
	}

	@Test
	void exhaustionInTheMiddleOfAnUpgradeEndsItInAnOrderlyWay() throws Exception {
		try (SampleInstance sample = start();
				RawClient operator = RawClient.keptAlive(sample);
				RawClient bystander = RawClient.keptAlive(sample)) {
			UpgradeView begun = sample.beginUpgrade();
			sample.endpoint()
				.awaitStatus("connection of the successor", LIMIT,
						(status) -> status.upgrade() != null && !status.upgrade().successor().version().isEmpty());
			try (Crowd crowd = Crowd.around(sample)) {
				assertThat(bystander.send(RawClient.GET).receive()).startsWith("HTTP/1.1 200");
				System.out.println(crowd);
				Awaitility.await("reason of the failure")
					.atMost(LIMIT)
					.until(() -> operator.send(STATUS).receive(), (status) -> status.contains("Too many open files"));
			}
			UpgradeView ended = sample.awaitUpgrade(begun.id(), LIMIT);
			System.out.println(ended.outcome() + " " + ended.reason() + " " + ended.message());
			assertThat(ended.outcome()).isEqualTo("FAILED");
			assertThat(ended.message()).contains("Too many open files");
			Awaitility.await("one process left").atMost(LIMIT).until(() -> sample.family().count() == 1);
			assertNextUpgradeSucceeds(sample, operator);
		}
	}

	@Test
	void whoeverWaitsForADescriptorIsServedAtAStop() throws Exception {
		Extent.assumeFull();
		try (SampleInstance sample = start("--hotupgrade.drain.linger-timeout=60s");
				Crowd crowd = new Crowd(sample.first().pid())) {
			prepare(sample);
			crowd.join(sample);
			List<RawClient> waiting = new ArrayList<>();
			for (int i = 0; i < WAITING; i++) {
				waiting.add(RawClient.connect(sample).send(RawClient.GET));
			}
			Processes.signal(sample.first().pid(), "TERM");
			for (RawClient client : waiting) {
				assertThat(client.receive()).startsWith("HTTP/1.1 200");
				client.close();
			}
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().lastOutput())
				.anyMatch((line) -> line.endsWith(" 0 connections with 0 requests cut"));
		}
	}

	@Test
	void whoeverNeverGetsADescriptorIsCountedAndLogged() throws Exception {
		List<RawClient> clients = new ArrayList<>();
		try (SampleInstance sample = SampleInstance.start(launch().withArguments("--hotupgrade.drain.linger-timeout=2s")
			.withArguments(Sample.settings().threads(DESCRIPTORS)), LIMIT);
				Crowd crowd = new Crowd(sample.first().pid())) {
			prepare(sample);
			while (clients.size() < DESCRIPTORS) {
				clients.add(RawClient.connect(sample).send(RawClient.get("/slow?ms=15000")));
			}
			crowd.awaitExhaustion();
			assertThat(Processes.acceptQueue(sample.port())).isGreaterThan(WAITING);
			Processes.signal(sample.first().pid(), "TERM");
			sample.first().await("end of the waiting", LIMIT, () -> neverAccepted(sample) > 0);
			int lost = neverAccepted(sample);
			assertThat(clients).filteredOn(DescriptorExhaustionIT::isAnswered).hasSize(clients.size() - lost);
			assertThat(sample.first().awaitExit(LIMIT)).isTrue();
			assertThat(sample.first().lastOutput())
				.anyMatch((line) -> line.endsWith(" " + lost + " connections with 0 requests cut"));
		}
		finally {
			for (RawClient client : clients) {
				client.close();
			}
		}
	}

	private static boolean isAnswered(RawClient client) {
		try {
			return client.receive().startsWith("HTTP/1.1 200");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** What is used for the first time may need a descriptor to be loaded. */
	private void prepare(SampleInstance sample) throws IOException {
		Sample.awaitControlSocket(this.directory, sample.first());
		try (RawClient client = RawClient.connect(sample).send(RawClient.get("/slow?ms=1"))) {
			assertThat(client.receive()).startsWith("HTTP/1.1 200");
		}
	}

	/** As it is logged. */
	private static int neverAccepted(SampleInstance sample) {
		Pattern log = Pattern.compile(".* (\\d+) connections were not accepted within PT2S .*");
		return sample.first()
			.lastOutput()
			.stream()
			.map(log::matcher)
			.filter(Matcher::matches)
			.mapToInt((found) -> Integer.parseInt(found.group(1)))
			.findFirst()
			.orElse(0);
	}

	/**
	 * On a connection that was there before: the acceptor pauses for up to half a minute
	 * after it has met the limit.
	 */
	private static void assertNextUpgradeSucceeds(SampleInstance sample, RawClient operator) {
		Matcher id = Awaitility.await("upgrade that is accepted")
			.atMost(LIMIT)
			.until(() -> ID.matcher(operator.send(POST).receive()), Matcher::find);
		UpgradeView ended = sample.awaitUpgrade(id.group(1), LIMIT);
		assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
	}

	/**
	 * Connections that want nothing, so many that some have to wait for a descriptor.
	 */
	private static final class Crowd implements AutoCloseable {

		private static final int MORE = 20;

		/** Standard input, output and error. */
		private static final int OPENED_AT_START = 3;

		/** The process opens and closes some in passing. */
		private static final int FEW = 2;

		private final List<Socket> sockets = new ArrayList<>();

		private final long pid;

		private boolean limited;

		private Crowd(long pid) {
			this.pid = pid;
		}

		static Crowd around(SampleInstance sample) throws IOException {
			Crowd crowd = new Crowd(sample.first().pid());
			try {
				crowd.join(sample);
				// The acceptor pauses after it has met the limit, and takes none of the
				// few that become free meanwhile.
				crowd.limit(OPENED_AT_START);
				crowd.limited = true;
				return crowd;
			}
			catch (IOException | RuntimeException ex) {
				crowd.close();
				throw ex;
			}
		}

		void join(SampleInstance sample) throws IOException {
			while (this.sockets.size() < DESCRIPTORS + MORE) {
				this.sockets.add(new Socket(sample.target().address().getAddress(), sample.port()));
			}
			awaitExhaustion();
		}

		void awaitExhaustion() {
			Awaitility.await("exhaustion")
				.atMost(LIMIT)
				.until(() -> Processes.openFiles(this.pid).size() >= DESCRIPTORS - FEW);
		}

		/** Numbers from this on are not given out any more; see getrlimit(2). */
		private void limit(int descriptors) throws IOException {
			try {
				Tools.run("prlimit", "--pid", Long.toString(this.pid), "--nofile=" + descriptors + ":");
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IOException("Interrupted while the limit was set", ex);
			}
		}

		@Override
		public void close() throws IOException {
			for (Socket socket : this.sockets) {
				socket.close();
			}
			if (this.limited) {
				limit(DESCRIPTORS);
			}
		}

		@Override
		public String toString() {
			return this.sockets.size() + " connections to a process that may open " + DESCRIPTORS + " descriptors";
		}

	}

}
