package io.hotupgrade;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaEnumConstant;

/**
 * Follows classes from where Spring Boot comes in to whatever they name, and finds those
 * that would be loaded where an API is absent that they name: at the latest a verifier or
 * somebody who asks for their methods may load it. On its way it believes the conditions
 * of configurations, and those classes that ask first.
 */
final class OptionalApiReach {

	private static final String OURS = "io.hotupgrade.";

	private static final String MANAGEMENT = "org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration";

	private static final String CONFIGURATION = "org.springframework.context.annotation.Configuration";

	private static final String CONDITION = "org.springframework.boot.autoconfigure.condition.";

	/** Annotations that are believed by their mere presence. */
	private static final Map<String, Set<OptionalApi>> IMPLIED = Map.of(MANAGEMENT,
			EnumSet.of(OptionalApi.ACTUATOR, OptionalApi.WEB),
			// There is an engine in web applications only.
			"io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine", EnumSet.of(OptionalApi.WEB));

	private final JavaClasses classes;

	private final Map<String, OptionalApi> asked;

	private final Set<Step> seen = new HashSet<>();

	private final Deque<Step> ahead = new ArrayDeque<>();

	private final Set<String> faults = new TreeSet<>();

	/**
	 * Creates one.
	 * @param classes all that belong to the product
	 * @param asked names of classes that are used only by those who have looked whether
	 * the API is there
	 */
	OptionalApiReach(JavaClasses classes, Map<String, OptionalApi> asked) {
		this.classes = classes;
		this.asked = asked;
	}

	/**
	 * Goes everywhere.
	 * @return a line for each class that names what may be absent
	 */
	Set<String> faults() {
		roots().forEach((root) -> goTo(root, EnumSet.noneOf(OptionalApi.class)));
		while (!this.ahead.isEmpty()) {
			look(this.ahead.pop());
		}
		return this.faults;
	}

	/**
	 * How many classes it has been to.
	 * @return the number
	 */
	int visited() {
		return (int) this.seen.stream().map(Step::type).distinct().count();
	}

	private Stream<JavaClass> roots() {
		return this.classes.stream().filter(OptionalApiReach::isRoot);
	}

	private static boolean isRoot(JavaClass type) {
		return type.isAnnotatedWith("org.springframework.boot.autoconfigure.AutoConfiguration")
				|| type.isAnnotatedWith(MANAGEMENT)
				|| type.isAssignableTo("org.springframework.boot.SpringApplicationRunListener")
				|| type.isAssignableTo("org.springframework.boot.diagnostics.FailureAnalyzer");
	}

	private void goTo(JavaClass type, Set<OptionalApi> known) {
		Set<OptionalApi> present = EnumSet.noneOf(OptionalApi.class);
		present.addAll(known);
		conditions(type).forEach((api) -> present.addAll(api.withBrought()));
		Step step = new Step(type, present);
		if (this.seen.add(step)) {
			this.ahead.push(step);
		}
	}

	private Set<OptionalApi> conditions(JavaClass type) {
		Set<OptionalApi> apis = EnumSet.noneOf(OptionalApi.class);
		for (JavaAnnotation<JavaClass> annotation : type.getAnnotations()) {
			String name = annotation.getRawType().getName();
			apis.addAll(IMPLIED.getOrDefault(name, Set.of()));
			if (name.equals(CONDITION + "ConditionalOnClass")) {
				namesIn(annotation).forEach((required) -> apis.addAll(OptionalApi.of(required)));
			}
			if (name.equals(CONDITION + "ConditionalOnWebApplication")) {
				apis.addAll(kind(annotation));
			}
		}
		OptionalApi api = this.asked.get(type.getName());
		if (api != null) {
			apis.add(api);
		}
		return apis;
	}

	private static List<String> namesIn(JavaAnnotation<?> condition) {
		List<String> names = new ArrayList<>();
		condition.get("value")
			.ifPresent((types) -> Stream.of((JavaClass[]) types).map(JavaClass::getName).forEach(names::add));
		condition.get("name").ifPresent((texts) -> names.addAll(List.of((String[]) texts)));
		return names;
	}

	private static Set<OptionalApi> kind(JavaAnnotation<?> condition) {
		String type = condition.get("type").map((kind) -> ((JavaEnumConstant) kind).name()).orElse("ANY");
		return switch (type) {
			case "SERVLET" -> EnumSet.of(OptionalApi.WEB, OptionalApi.SERVLET);
			case "REACTIVE" -> EnumSet.of(OptionalApi.WEB, OptionalApi.REACTOR);
			default -> EnumSet.of(OptionalApi.WEB);
		};
	}

	private void look(Step step) {
		for (Dependency dependency : step.type().getDirectDependenciesFromSelf()) {
			JavaClass target = dependency.getTargetClass().getBaseComponentType();
			if (target.getName().startsWith(OURS)) {
				goTo(target, step.present());
			}
			else if (!isOfAnnotation(dependency)) {
				check(step, target);
			}
		}
		if (isConfiguration(step.type())) {
			nestedConfigurations(step.type()).forEach((nested) -> goTo(nested, step.present()));
		}
	}

	/** Which Spring finds though the outer class does not name them. */
	private Stream<JavaClass> nestedConfigurations(JavaClass outer) {
		return this.classes.stream()
			.filter(OptionalApiReach::isConfiguration)
			.filter((type) -> type.getEnclosingClass().filter(outer::equals).isPresent());
	}

	private static boolean isConfiguration(JavaClass type) {
		return type.isAnnotatedWith(CONFIGURATION) || type.isMetaAnnotatedWith(CONFIGURATION);
	}

	/** An annotation whose class is absent is as if it were not there. */
	private static boolean isOfAnnotation(Dependency dependency) {
		String description = dependency.getDescription();
		return description.contains(" is annotated with <") || description.contains(" has annotation member of type <");
	}

	private void check(Step step, JavaClass target) {
		for (OptionalApi api : OptionalApi.of(target.getName())) {
			if (!step.present().contains(api)) {
				this.faults.add("%s names %s where there is only %s".formatted(step.type().getName(), target.getName(),
						step.present().stream().map(Enum::name).collect(Collectors.joining(", ", "[", "]"))));
			}
		}
	}

	/**
	 * A class on the way.
	 *
	 * @param type the class
	 * @param present what is there whenever it is loaded on this way
	 */
	private record Step(JavaClass type, Set<OptionalApi> present) {

	}

}
