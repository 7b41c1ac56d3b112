package io.hotupgrade.autoconfigure.handover;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.context.Lifecycle;
import org.springframework.util.ClassUtils;

/**
 * The libraries whose beans want more than to be stopped and started, as far as they are
 * there, and all others.
 */
final class IntakeLibraries {

	private final List<IntakeLibrary> libraries = new ArrayList<>();

	IntakeLibraries() {
		// No references to the constructors: these would link the classes at once.
		addIfPresent(() -> new QuartzIntakeLibrary(), "org.springframework.scheduling.quartz.SchedulerFactoryBean",
				"org.quartz.Scheduler");
		addIfPresent(() -> new PollerIntakeLibrary(),
				"org.springframework.integration.endpoint.AbstractPollingEndpoint");
		this.libraries.add(new PlainIntakeLibrary());
	}

	private void addIfPresent(Supplier<IntakeLibrary> library, String... types) {
		ClassLoader loader = IntakeLibraries.class.getClassLoader();
		if (Stream.of(types).allMatch((type) -> ClassUtils.isPresent(type, loader))) {
			this.libraries.add(library.get());
		}
	}

	IntakeLibrary of(Lifecycle bean) {
		return this.libraries.stream().filter((library) -> library.knows(bean)).findFirst().orElseThrow();
	}

}
