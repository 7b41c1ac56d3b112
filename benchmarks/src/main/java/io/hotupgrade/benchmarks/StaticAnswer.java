package io.hotupgrade.benchmarks;

/**
 * What a server without an application answers, in the form in which the meter checks
 * answers: as the sample does, which names its process.
 */
final class StaticAnswer {

	private StaticAnswer() {
	}

	static String body(String version) {
		return "pid=" + version + " generation=0 version=" + version;
	}

}
