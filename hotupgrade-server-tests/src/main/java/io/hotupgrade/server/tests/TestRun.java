package io.hotupgrade.server.tests;

import java.io.PrintWriter;
import java.util.stream.Stream;

import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs tests in a JVM of their own.
 */
final class TestRun {

	private TestRun() {
	}

	/**
	 * Runs the tests of some classes that have a tag. Fails if there are none, too.
	 * @param arguments the tag and the names of the classes
	 */
	public static void main(String... arguments) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(Stream.of(arguments).skip(1).<DiscoverySelector>map(DiscoverySelectors::selectClass).toList())
			.filters(TagFilter.includeTags(arguments[0]))
			.build();
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request, listener);
		TestExecutionSummary summary = listener.getSummary();
		PrintWriter out = new PrintWriter(System.out, true);
		summary.printFailuresTo(out);
		out.printf("%d tests succeeded, %d failed%n", summary.getTestsSucceededCount(), summary.getTotalFailureCount());
		System.exit((summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0) ? 0 : 1);
	}

}
