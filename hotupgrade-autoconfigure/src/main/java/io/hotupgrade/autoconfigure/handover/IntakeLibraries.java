package io.hotupgrade.autoconfigure.handover;

import java.util.ArrayList;
import java.util.List;

import org.springframework.context.Lifecycle;
import org.springframework.util.ClassUtils;

/**
 * The libraries whose beans want more than to be stopped and started, as far as they are
 * there, and all others.
 */
final class IntakeLibraries {

	private final List<IntakeLibrary> libraries = new ArrayList<>();

	IntakeLibraries() {
		if (isPresent("org.springframework.scheduling.quartz.SchedulerFactoryBean")
				&& isPresent("org.quartz.Scheduler")) {
			this.libraries.add(new QuartzIntakeLibrary());
		}
		this.libraries.add(new PlainIntakeLibrary());
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, IntakeLibraries.class.getClassLoader());
	}

	IntakeLibrary of(Lifecycle bean) {
		return this.libraries.stream().filter((library) -> library.knows(bean)).findFirst().orElseThrow();
	}

}
