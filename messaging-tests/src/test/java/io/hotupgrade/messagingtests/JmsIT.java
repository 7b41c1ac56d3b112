package io.hotupgrade.messagingtests;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Listeners of JMS, with ActiveMQ Artemis.
 */
class JmsIT {

	/** A session is transacted: of each of two threads, the message that it works on. */
	private static final int REPEATED_WHEN_KILLED = 2;

	@TempDir
	private Path directory;

	@Test
	void nothingIsLostOrHandledTwiceInAnUpgrade() throws Exception {
		try (ArtemisBroker broker = new ArtemisBroker()) {
			new MessagesAcrossUpgrade(broker, this.directory, Mode.HAND_OVER, Course.UPGRADE, BrokerCourses.FEW)
				.play(0);
		}
	}

	@ParameterizedTest
	@MethodSource("io.hotupgrade.messagingtests.BrokerCourses#all")
	@EnabledIfSystemProperty(named = "full", matches = "true")
	void nothingIsLost(Mode mode, Course course) throws Exception {
		try (ArtemisBroker broker = new ArtemisBroker()) {
			new MessagesAcrossUpgrade(broker, this.directory, mode, course, BrokerCourses.MESSAGES)
				.play((course == Course.KILLED_SUCCESSOR) ? REPEATED_WHEN_KILLED : 0);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "full", matches = "true")
	void successorGetsWhatThePredecessorHadFetched() throws Exception {
		try (Broker broker = new ArtemisBroker()) {
			new BacklogAcrossUpgrade(broker, this.directory).play();
		}
	}

}
