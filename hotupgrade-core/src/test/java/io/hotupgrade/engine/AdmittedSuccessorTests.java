package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.FailureReason;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdmittedSuccessor} whose process does not end easily.
 */
class AdmittedSuccessorTests {

	private final List<UpgradeEvent> events = new ArrayList<>();

	private Throwable caught;

	private Instant workReturned;

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestSuccessor process = new TestSuccessor();

	private final AdmittedSuccessor successor = new AdmittedSuccessor(this.process, "id", new SuccessorLink.Events() {

		@Override
		public void connected(long pid, String version) {
		}

		@Override
		public void happened(UpgradeEvent event) {
			AdmittedSuccessorTests.this.events.add(event);
		}

		@Override
		public void reported(long accepted, RequestStatistics requests) {
		}

		@Override
		public void continueRequested(int step) {
		}

		@Override
		public void warmUp(WarmUpReport report) {
		}

		@Override
		public void workReturned(Instant since) {
			AdmittedSuccessorTests.this.workReturned = since;
		}

		@Override
		public void caught(Throwable ex) {
			AdmittedSuccessorTests.this.caught = ex;
		}

	}, this.scheduler, Duration.ofSeconds(10));

	@Test
	void processThatCannotBeSignalledAtTheMomentIsKilledAgainAndAgain() {
		this.process.terminationFailure = new IllegalStateException("Too many open files");
		this.successor.terminate(Duration.ofSeconds(3));
		this.scheduler.advance(Duration.ofSeconds(2));
		assertThat(this.process.kills).isZero();
		this.scheduler.advance(Duration.ofSeconds(3));
		assertThat(this.process.kills).isEqualTo(3);
	}

	@Test
	void messageThatCannotBeDealtWithIsNotForgotten() {
		this.process.restoreFailure = new IllegalStateException("Too many open files");
		this.successor.received(new ControlMessage.Ready());
		assertThat(this.caught).isSameAs(this.process.restoreFailure);
	}

	@Test
	void successorTellsSinceWhenItDoesNoWork() {
		this.successor.received(new ControlMessage.WorkReleased(1500));
		assertThat(this.workReturned).isEqualTo(Instant.ofEpochMilli(1500));
	}

	@Test
	void whatTheProcessSaidLastExplainsItsExit(@TempDir Path directory) throws IOException {
		connectAndExit(directory);
		this.scheduler.advance(Duration.ofMillis(500));
		assertThat(this.events).isEmpty();
		this.successor.received(new ControlMessage.Stopping());
		this.successor.channelClosed(Optional.empty());
		assertThat(this.events).hasSize(2);
		assertThat(this.events.get(0)).asInstanceOf(InstanceOfAssertFactories.type(UpgradeEvent.Failed.class))
			.extracting(UpgradeEvent.Failed::reason)
			.isEqualTo(FailureReason.SUCCESSOR_STOPPED);
		assertThat(this.events.get(1)).isInstanceOf(UpgradeEvent.SuccessorExited.class);
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.events).hasSize(2);
	}

	@Test
	void exitIsToldThoughTheChannelIsNotReadToItsEnd(@TempDir Path directory) throws IOException {
		connectAndExit(directory);
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.events).singleElement().isInstanceOf(UpgradeEvent.SuccessorExited.class);
	}

	/** The channel is not read from: the test says what comes by it. */
	private void connectAndExit(Path directory) throws IOException {
		try (ControlServer server = ControlServer.open(directory, ControlChannel::close);
				ControlChannel channel = ControlChannel.connect(server.path())) {
			this.successor.connected(channel, 4711, "v2", new ControlMessage.Stopping());
			this.process.exit.complete(143);
		}
	}

	@Test
	void processThatEndsInTimeIsNotKilled() {
		this.successor.terminate(Duration.ofSeconds(3));
		this.process.exit.complete(0);
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.process.kills).isZero();
		assertThat(this.scheduler.timers()).isZero();
	}

}
