package io.hotupgrade.messagingtests;

import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

/**
 * Each course of an upgrade in both modes.
 */
final class BrokerCourses {

	/** How many messages are sent where a library is tried in earnest. */
	static final int MESSAGES = 10_000;

	/** How many show that it works at all. */
	static final int FEW = 1_000;

	private BrokerCourses() {
	}

	static Stream<Arguments> all() {
		return Stream.of(Mode.values())
			.flatMap((mode) -> Stream.of(Course.values()).map((course) -> Arguments.of(mode, course)));
	}

}
