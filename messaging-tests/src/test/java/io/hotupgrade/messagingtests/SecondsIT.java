package io.hotupgrade.messagingtests;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs that are due in each second: scheduled by Spring, with ShedLock beside it, and by
 * Quartz.
 */
@EnabledIfSystemProperty(named = "full", matches = "true")
class SecondsIT {

	private static final int UPGRADES = 3;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "cron, UPGRADE", "cron, ROLL_BACK", "quartz, UPGRADE", "quartz, ROLL_BACK" })
	void noSecondIsLostOrRunTwice(String profile, Course course) throws Exception {
		play(profile, List.of(), Mode.HAND_OVER, course).assertEachOnce();
	}

	/** A successor that is killed does not say what it has run. */
	@ParameterizedTest
	@ValueSource(strings = { "cron", "quartz" })
	void noSecondIsRunTwiceWhenTheSuccessorIsKilled(String profile) throws Exception {
		play(profile, List.of(), Mode.HAND_OVER, Course.KILLED_SUCCESSOR).assertNoneTwice();
	}

	@ParameterizedTest
	@EnumSource(Course.class)
	void noSecondIsLostOrRunTwiceWithShedLock(Course course) throws Exception {
		try (TableBroker database = new TableBroker("shedlock")) {
			play(database.profile(), database.arguments(), Mode.OVERLAP, course).assertEachOnce();
		}
	}

	@ParameterizedTest
	@MethodSource("io.hotupgrade.messagingtests.BrokerCourses#all")
	void noSecondIsLostOrRunTwiceWithTriggersOfQuartzInADatabase(Mode mode, Course course) throws Exception {
		try (TableBroker database = TableBroker.forQuartz()) {
			play(database.profile(), database.arguments(), mode, course).assertEachOnce();
		}
	}

	private SecondsAcrossUpgrade.Result play(String profile, List<String> arguments, Mode mode, Course course)
			throws Exception {
		return new SecondsAcrossUpgrade(profile, arguments, this.directory, mode, course).play(UPGRADES);
	}

}
