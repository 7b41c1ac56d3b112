package io.hotupgrade.messagingtests;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Brokers with the application on Spring Boot 3.5.
 */
@EnabledIfSystemProperty(named = "full", matches = "true")
class OlderGenerationIT {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(Mode.class)
	void nothingIsLostOrHandledTwiceWithJms(Mode mode) throws Exception {
		try (Broker broker = new ArtemisBroker()) {
			play(broker, mode);
		}
	}

	@ParameterizedTest
	@EnumSource(Mode.class)
	void nothingIsLostOrHandledTwiceWithRabbit(Mode mode) throws Exception {
		try (Broker broker = RabbitBroker.start(Files.createDirectory(this.directory.resolve("broker")))) {
			play(broker, mode);
		}
	}

	@ParameterizedTest
	@EnumSource(Mode.class)
	void nothingIsLostOrHandledTwiceWithKafka(Mode mode) throws Exception {
		try (Broker broker = KafkaBroker.start(Files.createDirectory(this.directory.resolve("broker")))) {
			play(broker, mode);
		}
	}

	private void play(Broker broker, Mode mode) throws Exception {
		new MessagesAcrossUpgrade(broker, Files.createDirectory(this.directory.resolve("application")), mode,
				Course.UPGRADE, BrokerCourses.MESSAGES)
			.play(Generation.BOOT3, 0);
	}

}
