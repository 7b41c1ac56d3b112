package io.hotupgrade;

import java.time.Instant;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Who may know whom.
 */
@AnalyzeClasses(packages = "io.hotupgrade", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String UNDERTOW = "io.hotupgrade.undertow..";

	private static final String TOMCAT = "io.hotupgrade.tomcat..";

	@ArchTest
	static final ArchRule adaptersKnowTheEngineOnlyByItsInterfaces = noClasses().that()
		.resideInAnyPackage(UNDERTOW, TOMCAT)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.hotupgrade.autoconfigure..", "io.hotupgrade.actuate..", "io.hotupgrade.engine..",
				"io.hotupgrade.internal..");

	@ArchTest
	static final ArchRule adaptersDoNotKnowSpring = noClasses().that()
		.resideInAnyPackage(UNDERTOW, TOMCAT)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	@ArchTest
	static final ArchRule theAdapterForUndertowKnowsNoOther = noClasses().that()
		.resideInAPackage(UNDERTOW)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(TOMCAT, "org.apache.catalina..", "org.apache.coyote..", "org.apache.tomcat..");

	@ArchTest
	static final ArchRule theAdapterForTomcatKnowsNoOther = noClasses().that()
		.resideInAPackage(TOMCAT)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(UNDERTOW, "io.undertow..", "org.xnio..");

	@ArchTest
	static final ArchRule theEndpointDoesNotKnowHowItIsConfigured = noClasses().that()
		.resideInAPackage("io.hotupgrade.actuate..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.hotupgrade.autoconfigure..", UNDERTOW, TOMCAT, "io.hotupgrade.engine..");

	@ArchTest
	static final ArchRule internalsOfTheEngineAreNotUsed = noClasses().that()
		.resideInAnyPackage("io.hotupgrade.autoconfigure..", "io.hotupgrade.actuate..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.hotupgrade.internal..");

	@ArchTest
	static final ArchRule theEndpointKnowsNoServer = noClasses().that()
		.resideInAPackage("io.hotupgrade.actuate..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.undertow..", "org.xnio..", "org.apache.catalina..", "org.apache.coyote..");

	@ArchTest
	static final ArchRule configurationsAreNotPublicUnlessBootNamesThem = classes().that()
		.areAnnotatedWith(Configuration.class)
		.and()
		.areNotAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.hotupgrade.(*)..").should().beFreeOfCycles();

	/** The engine's thread does, and gives it to others. */
	@ArchTest
	static final ArchRule nobodyReadsTheWallClock = noClasses().that()
		.doNotHaveFullyQualifiedName("io.hotupgrade.engine.EngineThread")
		.should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Instant.class, "now");

	@ArchTest
	static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

}
