package io.hotupgrade.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.OperatorCommand;
import io.hotupgrade.internal.control.PeerRefusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ControlPoint} with many operators.
 */
@Timeout(30)
class ControlPointTests {

	private static final ControlMessage.OperatorPreparation ANSWER = new ControlMessage.OperatorPreparation(true, "");

	private final EngineThread scheduler = new EngineThread();

	private final CountDownLatch served = new CountDownLatch(ControlPoint.MAX_OPERATORS);

	private final CountDownLatch done = new CountDownLatch(1);

	private final List<TestPeer> peers = new ArrayList<>();

	@TempDir
	private Path directory;

	private ControlPoint point;

	@BeforeEach
	void open() throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
		this.point = new ControlPoint(Optional.of(this.directory), this.scheduler, (channel, first) -> {
			throw new PeerRefusedException(PeerRefusal.NOT_AWAITED, "Nobody is awaited");
		}, (pid, request) -> serve());
		this.point.open();
	}

	@AfterEach
	void close() {
		this.done.countDown();
		this.peers.forEach(TestPeer::close);
		this.point.close();
		this.scheduler.shutdown();
	}

	private ControlMessage serve() {
		this.served.countDown();
		try {
			this.done.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return ANSWER;
	}

	private TestPeer connect() throws Exception {
		TestPeer peer = TestPeer.connect(this.point.path());
		this.peers.add(peer);
		return peer;
	}

	private TestPeer operator() throws Exception {
		TestPeer operator = connect();
		operator.send(new ControlMessage.OperatorRequest(ControlMessage.PROTOCOL, OperatorCommand.PREPARE, "", ""));
		return operator;
	}

	@Test
	void operatorsThatAreServedForLongDoNotKeepASuccessorOut() throws Exception {
		TestPeer first = operator();
		for (int i = 1; i < ControlPoint.MAX_OPERATORS; i++) {
			operator();
		}
		assertThat(this.served.await(10, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 10; i++) {
			TestPeer further = operator();
			assertThat(further.await(ControlMessage.OperatorRefusal.class).reason()).isEqualTo("BUSY");
			further.awaitEnd();
		}
		TestPeer successor = connect();
		successor.send(new ControlMessage.Hello(ControlMessage.PROTOCOL, "token", 1, "v2", "shop"));
		assertThat(successor.await(ControlMessage.Refused.class).reason()).as("it is heard")
			.isEqualTo(PeerRefusal.NOT_AWAITED);
		this.done.countDown();
		assertThat(first.await(ControlMessage.OperatorPreparation.class)).isEqualTo(ANSWER);
		assertThat(operator().await(ControlMessage.OperatorPreparation.class)).isEqualTo(ANSWER);
	}

}
