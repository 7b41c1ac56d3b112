package io.hotupgrade;

import java.util.Date;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Tests which package may use which.
 */
@AnalyzeClasses(packages = "io.hotupgrade", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.hotupgrade";

	private static final String SERVER = "io.hotupgrade.server..";

	private static final String INTERNAL = "io.hotupgrade.internal..";

	private static final String ENGINE = "io.hotupgrade.engine..";

	private static final String POSIX = "io.hotupgrade.internal.posix..";

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.hotupgrade.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule rootUsesNoOtherPackageOfOurs = noClasses().that()
		.resideInAPackage(ROOT)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.hotupgrade.*..");

	@ArchTest
	static final ArchRule posixUsesNoOtherPackageOfOurs = classes().that()
		.resideInAPackage(POSIX)
		.should()
		.onlyDependOnClassesThat(isNotOurs().or(JavaClass.Predicates.resideInAPackage(POSIX)));

	@ArchTest
	static final ArchRule whatAdaptersUseKnowsNoServer = noClasses().that()
		.resideInAPackage(SERVER)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta..", "io.undertow..", "org.xnio..", "org.apache..", "org.eclipse.jetty..",
				"io.netty..", "org.springframework..");

	@ArchTest
	static final ArchRule internalPackagesDoNotUseTheEngine = noClasses().that()
		.resideInAPackage(INTERNAL)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ENGINE);

	@ArchTest
	static final ArchRule onlyInternalPackagesUseNativeCode = noClasses().that()
		.resideOutsideOfPackage(INTERNAL)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jnr..", "com.kenai..");

	@ArchTest
	static final ArchRule publicSignaturesDoNotMentionInternalTypes = members().that()
		.areDeclaredInClassesThat()
		.resideInAnyPackage(ROOT, SERVER, ENGINE)
		.and()
		.areDeclaredInClassesThat()
		.arePublic()
		.should(notMentionInternalTypes());

	/**
	 * It can jump, so nothing may be decided by it; times that people read come from one
	 * place, which tests replace.
	 */
	@ArchTest
	static final ArchRule onlyTheEngineThreadReadsTheWallClock = noClasses().that()
		.doNotHaveFullyQualifiedName("io.hotupgrade.engine.EngineThread")
		.should()
		.callMethodWhere(readsTheWallClock());

	private static DescribedPredicate<JavaMethodCall> readsTheWallClock() {
		return DescribedPredicate.describe("the wall clock is read", (call) -> {
			String owner = call.getTargetOwner().getFullName();
			return call.getName().equals("currentTimeMillis")
					|| owner.startsWith("java.time.") && call.getName().equals("now")
					|| owner.equals("java.time.Clock") && call.getName().startsWith("system");
		});
	}

	@ArchTest
	static final ArchRule nobodyMakesADateOfNow = noClasses().should().callConstructor(Date.class);

	private static DescribedPredicate<JavaClass> isNotOurs() {
		return JavaClass.Predicates.resideOutsideOfPackage("io.hotupgrade..").as("are not ours");
	}

	private static ArchCondition<JavaMember> notMentionInternalTypes() {
		return new ArchCondition<>("not mention internal types where others see it") {

			@Override
			public void check(JavaMember member, ConditionEvents events) {
				if (isVisibleToOthers(member) && mentionedTypes(member).anyMatch(ArchitectureTests::isInternal)) {
					events.add(SimpleConditionEvent.violated(member,
							"%s mentions an internal type".formatted(member.getDescription())));
				}
			}

		};
	}

	private static boolean isVisibleToOthers(JavaMember member) {
		return member.getModifiers().contains(JavaModifier.PUBLIC)
				|| member.getModifiers().contains(JavaModifier.PROTECTED);
	}

	/** Type arguments included. */
	private static Stream<JavaClass> mentionedTypes(JavaMember member) {
		if (member instanceof JavaField field) {
			return field.getType().getAllInvolvedRawTypes().stream();
		}
		JavaCodeUnit codeUnit = (JavaCodeUnit) member;
		return Stream.concat(Stream.concat(Stream.of(codeUnit.getReturnType()), codeUnit.getParameterTypes().stream())
			.flatMap((type) -> type.getAllInvolvedRawTypes().stream()), codeUnit.getExceptionTypes().stream());
	}

	private static boolean isInternal(JavaClass type) {
		return JavaClass.Predicates.resideInAPackage(INTERNAL).test(type);
	}

}
