package io.hotupgrade;

import java.time.Instant;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Who may know whom.
 */
@AnalyzeClasses(packages = "io.hotupgrade", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String UNDERTOW = "io.hotupgrade.undertow..";

	private static final String TOMCAT = "io.hotupgrade.tomcat..";

	private static final String JETTY = "io.hotupgrade.jetty..";

	private static final String NETTY = "io.hotupgrade.netty..";

	private static final String BOOT = "io.hotupgrade.autoconfigure..";

	private static final String ENDPOINT = "io.hotupgrade.autoconfigure.endpoint..";

	private static final String METRICS = "io.hotupgrade.autoconfigure.metrics..";

	/** The subjects of this module, each in a package of its own, and whom they need. */
	@ArchTest
	static final ArchRule subjectsKnowOnlyThoseTheyNeed = layeredArchitecture()
		.consideringOnlyDependenciesInAnyPackage("io.hotupgrade.event..", BOOT)
		.layer("event")
		.definedBy("io.hotupgrade.event")
		.layer("properties")
		.definedBy(subject("properties"))
		.layer("threads")
		.definedBy(subject("threads"))
		.layer("server")
		.definedBy(subject("server"))
		.layer("engine")
		.definedBy(subject("engine"))
		.layer("events")
		.definedBy(subject("events"))
		.layer("drain")
		.definedBy(subject("drain"))
		.layer("exclusive")
		.definedBy(subject("exclusive"))
		.layer("handover")
		.definedBy(subject("handover"))
		.layer("warmup")
		.definedBy(subject("warmup"))
		.layer("state")
		.definedBy(subject("state"))
		.layer("health")
		.definedBy(subject("health"))
		.layer("names")
		.definedBy(subject("names"))
		.layer("registration")
		.definedBy(subject("registration"))
		.layer("endpoint")
		.definedBy(subject("endpoint"))
		.layer("preflight")
		.definedBy(subject("preflight"))
		.layer("page")
		.definedBy(subject("page"))
		.layer("metrics")
		.definedBy(subject("metrics"))
		.layer("logins")
		.definedBy(subject("logins"))
		.whereLayer("event")
		.mayNotAccessAnyLayer()
		.whereLayer("properties")
		.mayNotAccessAnyLayer()
		.whereLayer("threads")
		.mayNotAccessAnyLayer()
		.whereLayer("server")
		.mayNotAccessAnyLayer()
		.whereLayer("engine")
		.mayOnlyAccessLayers("properties", "server")
		.whereLayer("events")
		.mayOnlyAccessLayers("engine", "event", "threads")
		.whereLayer("drain")
		.mayOnlyAccessLayers("engine", "event", "properties")
		.whereLayer("exclusive")
		.mayOnlyAccessLayers("engine", "properties")
		.whereLayer("handover")
		.mayOnlyAccessLayers("engine", "event", "properties", "exclusive")
		.whereLayer("warmup")
		.mayOnlyAccessLayers("engine", "event", "properties", "server", "exclusive")
		.whereLayer("state")
		.mayOnlyAccessLayers("engine", "properties", "warmup")
		.whereLayer("health")
		.mayOnlyAccessLayers("engine", "properties", "threads", "state")
		.whereLayer("names")
		.mayOnlyAccessLayers("engine", "server", "threads")
		.whereLayer("registration")
		.mayOnlyAccessLayers("engine", "names")
		.whereLayer("endpoint")
		.mayOnlyAccessLayers("engine")
		.whereLayer("preflight")
		.mayOnlyAccessLayers("engine")
		.whereLayer("page")
		.mayOnlyAccessLayers("endpoint")
		.whereLayer("metrics")
		.mayOnlyAccessLayers("engine")
		.whereLayer("logins")
		.mayOnlyAccessLayers("engine", "server");

	private static String subject(String name) {
		return "io.hotupgrade.autoconfigure." + name;
	}

	@ArchTest
	static final ArchRule adaptersKnowTheEngineOnlyByItsInterfaces = noClasses().that()
		.resideInAnyPackage(UNDERTOW, TOMCAT, JETTY, NETTY)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(BOOT, "io.hotupgrade.engine..", "io.hotupgrade.internal..");

	@ArchTest
	static final ArchRule adaptersDoNotKnowSpring = noClasses().that()
		.resideInAnyPackage(UNDERTOW, TOMCAT, JETTY, NETTY)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	@ArchTest
	static final ArchRule theAdapterForUndertowKnowsNoOther = noClasses().that()
		.resideInAPackage(UNDERTOW)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(TOMCAT, JETTY, NETTY, "org.apache.catalina..", "org.apache.coyote..", "org.apache.tomcat..",
				"org.eclipse.jetty..", "io.netty..", "reactor..");

	@ArchTest
	static final ArchRule theAdapterForTomcatKnowsNoOther = noClasses().that()
		.resideInAPackage(TOMCAT)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(UNDERTOW, JETTY, NETTY, "io.undertow..", "org.xnio..", "org.eclipse.jetty..", "io.netty..",
				"reactor..");

	@ArchTest
	static final ArchRule theAdapterForJettyKnowsNoOther = noClasses().that()
		.resideInAPackage(JETTY)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(UNDERTOW, TOMCAT, NETTY, "io.undertow..", "org.xnio..", "org.apache..", "io.netty..",
				"reactor..");

	@ArchTest
	static final ArchRule theAdapterForReactorNettyKnowsNoOther = noClasses().that()
		.resideInAPackage(NETTY)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(UNDERTOW, TOMCAT, JETTY, "io.undertow..", "org.xnio..", "org.apache..",
				"org.eclipse.jetty..", "jakarta..");

	@ArchTest
	static final ArchRule endpointAndMetersKnowOnlyTheUsersInterface = noClasses().that()
		.resideInAnyPackage(ENDPOINT, METRICS)
		.and()
		.areNotMetaAnnotatedWith(Configuration.class)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(subject("engine"), UNDERTOW, TOMCAT, JETTY, NETTY, "io.hotupgrade.engine..");

	@ArchTest
	static final ArchRule internalsOfTheEngineAreNotUsed = noClasses().that()
		.resideInAnyPackage(BOOT, "io.hotupgrade.event..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.hotupgrade.internal..");

	@ArchTest
	static final ArchRule theEndpointKnowsNoServer = noClasses().that()
		.resideInAnyPackage(ENDPOINT, METRICS)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.undertow..", "org.xnio..", "org.apache.catalina..", "org.apache.coyote..",
				"org.eclipse.jetty..", "io.netty..", "reactor.netty..");

	@ArchTest
	static final ArchRule configurationsAreNotPublicUnlessBootNamesThem = classes().that()
		.areAnnotatedWith(Configuration.class)
		.and()
		.areNotAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.hotupgrade.(**)").should().beFreeOfCycles();

	/** What they share included. */
	@ArchTest
	static final ArchRule classesOfAdaptersAreFreeOfCycles = slices()
		.assignedFrom(topLevelClassesOf("io.hotupgrade.server.support", "io.hotupgrade.undertow",
				"io.hotupgrade.tomcat", "io.hotupgrade.jetty", "io.hotupgrade.netty"))
		.should()
		.beFreeOfCycles();

	/**
	 * The engine's thread does, and gives it to others. The times of a session are told
	 * to the application, and travel.
	 */
	@ArchTest
	static final ArchRule nobodyReadsTheWallClock = noClasses().that()
		.doNotHaveFullyQualifiedName("io.hotupgrade.engine.EngineThread")
		.and()
		.doNotHaveFullyQualifiedName("io.hotupgrade.undertow.SharedSessionManager")
		.should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Instant.class, "now");

	@ArchTest
	static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

	private static SliceAssignment topLevelClassesOf(String... packages) {
		return new SliceAssignment() {

			@Override
			public SliceIdentifier getIdentifierOf(JavaClass type) {
				return List.of(packages).contains(type.getPackageName()) ? SliceIdentifier.of(topLevel(type))
						: SliceIdentifier.ignore();
			}

			@Override
			public String getDescription() {
				return "the classes of " + String.join(", ", packages);
			}

		};
	}

	private static String topLevel(JavaClass type) {
		return type.getEnclosingClass().map(ArchitectureTests::topLevel).orElse(type.getName());
	}

}
