package io.hotupgrade.messagingtests;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Listeners of Kafka.
 */
class KafkaIT {

	/**
	 * The offsets of a batch are committed at its end: what two threads have read at
	 * once.
	 */
	private static final int REPEATED_WHEN_KILLED = 2 * 500;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@MethodSource("io.hotupgrade.messagingtests.BrokerCourses#all")
	@EnabledIfSystemProperty(named = "full", matches = "true")
	void nothingIsLost(Mode mode, Course course) throws Exception {
		try (Broker broker = KafkaBroker.start(Files.createDirectory(this.directory.resolve("broker")))) {
			new MessagesAcrossUpgrade(broker, Files.createDirectory(this.directory.resolve("application")), mode,
					course, BrokerCourses.MESSAGES)
				.play((course == Course.KILLED_SUCCESSOR) ? REPEATED_WHEN_KILLED : 0);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "full", matches = "true")
	void successorGetsWhatThePredecessorHadFetched() throws Exception {
		try (Broker broker = KafkaBroker.start(Files.createDirectory(this.directory.resolve("broker")))) {
			new BacklogAcrossUpgrade(broker, Files.createDirectory(this.directory.resolve("application"))).play();
		}
	}

}
