package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.time.Duration;

import io.hotupgrade.loadmeter.ExchangeFailedException;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.EndpointAnswer;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.StatusView;
import io.hotupgrade.loadmeter.process.UpgradeClient;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What lives in one process, what lives below it, and what an upgrade is to them.
 */
class OneProcessIT {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	@TempDir
	Path directory;

	@Test
	void upgradeOfTwoApplicationsIsRefusedAndBothServeOn() throws Exception {
		int second = NamesSample.freePort();
		try (SampleInstance sample = SampleInstance
			.start(NamesSample.in(this.directory).withArguments("--second-port=" + second), LIMIT)) {
			UpgradeClient other = new UpgradeClient(Target.local(second));
			other.awaitStatus("second application", LIMIT, (status) -> status.pid() == sample.first().pid());
			EndpointAnswer answer = sample.endpoint().upgrade();
			assertThat(answer.status()).isEqualTo(501);
			assertThat(answer.refusal()).isEqualTo("SEVERAL_APPLICATIONS");
			assertThat(answer.body()).contains("(second)");
			assertThat(other.upgrade().refusal()).isEqualTo("SEVERAL_APPLICATIONS");
			assertThat(sample.first().handle().children()).isEmpty();
			assertThat(sample.isServing()).isTrue();
			assertThat(other.status().history()).isEmpty();
		}
	}

	/**
	 * The successor behind a script, too, since there its process id is another one than
	 * that of the process which was launched.
	 */
	@Test
	void contextThatIsStartedAgainIsNoSuccessorAndRemembers() throws Exception {
		int port = NamesSample.freePort();
		JavaLaunch launch = NamesSample.in(this.directory);
		Path script = NamesSample.script(launch, port);
		JavaProcess first = JavaProcess.start(launch.withArguments("--server.port=" + port,
				"--hotupgrade.launch.command=" + script, "--hotupgrade.version=v1"));
		try (SampleInstance sample = SampleInstance.adopt(first, Target.local(port), Target.local(port))) {
			sample.awaitServing(LIMIT);
			UpgradeView upgrade = succeed(sample);
			assertRestartRemembers(sample, upgrade.successor().pid(), 1);
			succeed(sample);
			assertThat(sample.endpoint().status().generation()).isEqualTo(2);
			assertRestartRemembers(sample, sample.endpoint().status().pid(), 2);
		}
	}

	private static void assertRestartRemembers(SampleInstance sample, long pid, int generation) throws Exception {
		assertThat(PlainHttp.send(sample.target(), "POST", "/restart").status()).isEqualTo(200);
		StatusView restarted = sample.endpoint()
			.awaitStatus("restarted context", LIMIT, (status) -> isStartedAgain(sample));
		assertThat(restarted.pid()).isEqualTo(pid);
		assertThat(restarted.generation()).isEqualTo(generation);
		assertThat(restarted.history()).hasSize(generation);
	}

	private static boolean isStartedAgain(SampleInstance sample) {
		try {
			return PlainHttp.send(sample.target(), "GET", "/starts").text().equals("2");
		}
		catch (ExchangeFailedException ex) {
			return false;
		}
	}

	/** In a long probation, which ends with the predecessor. */
	@Test
	void childrenOfASuccessorAreNoSuccessors() throws Exception {
		try (SampleInstance sample = SampleInstance
			.start(NamesSample.in(this.directory).withEnvironment("HOTUPGRADE_PROBATION", "30s"), LIMIT)) {
			UpgradeView first = beginAndAwaitProbation(sample);
			assertChildIsTheFirst(sample);
			endPredecessor(sample, first);
			assertChildIsTheFirst(sample);
			if (Extent.isFull()) {
				endPredecessor(sample, beginAndAwaitProbation(sample));
			}
		}
	}

	private static UpgradeView beginAndAwaitProbation(SampleInstance sample) throws Exception {
		UpgradeView begun = sample.beginUpgrade();
		sample.endpoint()
			.awaitStatus("probation", LIMIT,
					(status) -> status.pid() == begun.successor().pid() && "PROBATION".equals(status.state()));
		return begun;
	}

	private static void endPredecessor(SampleInstance sample, UpgradeView begun) {
		Processes.signal(begun.predecessor().pid(), "TERM");
		Processes.awaitEnd(begun.predecessor().pid(), LIMIT);
		UpgradeView upgrade = sample.awaitUpgrade(begun.id(), LIMIT);
		assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
	}

	private static void assertChildIsTheFirst(SampleInstance sample) throws Exception {
		int port = NamesSample.freePort();
		long pid = Long.parseLong(PlainHttp.send(sample.target(), "POST", "/child?port=" + port).text());
		StatusView status = new UpgradeClient(Target.local(port)).awaitStatus("child", LIMIT,
				(candidate) -> candidate.pid() == pid);
		assertThat(status.generation()).isZero();
		assertThat(status.history()).isEmpty();
		assertThat(status.state()).isEqualTo("SERVING");
		Processes.signal(pid, "TERM");
		Processes.awaitEnd(pid, LIMIT);
	}

	private static UpgradeView succeed(SampleInstance sample) throws Exception {
		UpgradeView upgrade = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
		assertThat(upgrade.outcome()).as(upgrade.message()).isEqualTo("SUCCEEDED");
		return upgrade;
	}

}
