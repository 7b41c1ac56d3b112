package io.hotupgrade;

import java.util.Map;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No class is loaded that names what the application may not have: servlets where there
 * is WebFlux, WebFlux where there are servlets, another server, the actuator. On the
 * class path of tests everything is there, so none of them would tell.
 */
class OptionalApiTests {

	/** Used only by those who have looked whether the API is there. */
	private static final Map<String, OptionalApi> ASKED = Map.ofEntries(
			Map.entry("io.hotupgrade.autoconfigure.endpoint.Jackson2Parser", OptionalApi.JACKSON_2),
			Map.entry("io.hotupgrade.autoconfigure.endpoint.Jackson3Parser", OptionalApi.JACKSON_3),
			Map.entry("io.hotupgrade.autoconfigure.handover.QuartzIntakeLibrary", OptionalApi.QUARTZ),
			Map.entry("io.hotupgrade.autoconfigure.handover.LateRunVeto", OptionalApi.QUARTZ),
			Map.entry("io.hotupgrade.autoconfigure.handover.PollerIntakeLibrary", OptionalApi.INTEGRATION),
			Map.entry("io.hotupgrade.autoconfigure.state.CaffeineEntries", OptionalApi.CAFFEINE),
			Map.entry("io.hotupgrade.tomcat.TestedVersions", OptionalApi.TOMCAT),
			Map.entry("io.hotupgrade.tomcat.WebSocketClosing", OptionalApi.TOMCAT_WEBSOCKET),
			Map.entry("io.hotupgrade.jetty.TestedVersions", OptionalApi.JETTY),
			Map.entry("io.hotupgrade.jetty.Http2Session", OptionalApi.JETTY_HTTP2),
			Map.entry("io.hotupgrade.jetty.Http2Tracking", OptionalApi.JETTY_HTTP2),
			Map.entry("io.hotupgrade.jetty.WebSocketClosing", OptionalApi.JETTY_WEBSOCKET),
			Map.entry("io.hotupgrade.netty.TestedVersions", OptionalApi.NETTY));

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption((location) -> !location.contains("-tests.jar"))
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.hotupgrade");

	@Test
	void nothingNamesWhatMayBeAbsent() {
		OptionalApiReach reach = new OptionalApiReach(this.classes, ASKED);
		assertThat(reach.faults()).isEmpty();
		assertThat(reach.visited()).isGreaterThan(300);
	}

}
