package io.hotupgrade.messagingtests;

import java.nio.file.Path;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reactive methods with {@code @Scheduled}, on a table.
 */
class ReactiveIT {

	/** The rows of a transaction that was not committed. */
	private static final int REPEATED_WHEN_KILLED = 20;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@MethodSource("io.hotupgrade.messagingtests.BrokerCourses#all")
	@EnabledIfSystemProperty(named = "full", matches = "true")
	void nothingIsLost(Mode mode, Course course) throws Exception {
		try (Broker broker = new TableBroker("reactive")) {
			new MessagesAcrossUpgrade(broker, this.directory, mode, course, BrokerCourses.MESSAGES)
				.play((course == Course.KILLED_SUCCESSOR) ? REPEATED_WHEN_KILLED : 0);
		}
	}

}
