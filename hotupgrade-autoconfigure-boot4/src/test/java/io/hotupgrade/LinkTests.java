package io.hotupgrade;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the classes that do not depend on a generation of Spring Boot call of it is
 * there in Spring Boot 4, too, with the very signature that they were compiled against.
 */
class LinkTests {

	/** What is optional, and not on the class path of these tests. */
	private static final Set<String> ABSENT = Set.of("com.fasterxml.jackson.core", "com.fasterxml.jackson.databind",
			"com.github.benmanes.caffeine", "com.zaxxer.hikari", "org.quartz", "org.springframework.cache.caffeine",
			"org.springframework.cloud", "org.springframework.integration", "org.springframework.scheduling.quartz");

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption((location) -> location.contains("hotupgrade-autoconfigure/")
				|| location.contains("hotupgrade-autoconfigure-0"))
		.withImportOption((location) -> !location.contains("-tests.jar"))
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.hotupgrade");

	@Test
	void everyMemberIsThere() {
		assertThat(this.classes).hasSizeGreaterThan(100);
		List<String> missing = this.classes.stream()
			.flatMap((type) -> type.getAccessesFromSelf().stream())
			.filter(LinkTests::isMissing)
			.map(JavaAccess::getDescription)
			.toList();
		assertThat(missing).isEmpty();
	}

	@Test
	void everyTypeIsThere() {
		Stream<JavaClass> targets = this.classes.stream()
			.flatMap((type) -> type.getDirectDependenciesFromSelf().stream())
			.map((dependency) -> dependency.getTargetClass().getBaseComponentType());
		assertThat(targets.filter((type) -> !type.isPrimitive() && !isAbsent(type))
			.filter((type) -> type.getSource().isEmpty())
			.map(JavaClass::getName)).isEmpty();
	}

	private static boolean isMissing(JavaAccess<?> access) {
		AccessTarget target = access.getTarget();
		JavaClass owner = target.getOwner().getBaseComponentType();
		return !target.getOwner().isArray() && !isAbsent(owner) && target.resolveMember().isEmpty();
	}

	private static boolean isAbsent(JavaClass type) {
		return ABSENT.stream().anyMatch((name) -> type.getPackageName().startsWith(name));
	}

}
