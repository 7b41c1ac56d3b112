package io.hotupgrade.engine;

import java.util.Optional;
import java.util.Properties;

/**
 * An application with an engine in this JVM, known to all others, also where they have
 * classes of their own: a process is replaced with all that is in it, and an engine knows
 * the listeners of one application. Thread-safe.
 */
final class Resident {

	/** Of system properties, the only registry that all class loaders share. */
	private static final String PREFIX = "io.hotupgrade.resident.";

	private final String key;

	private Resident(String key) {
		this.key = key;
	}

	/**
	 * Makes an application known.
	 * @param application its name, which may be empty
	 * @return what it is known by
	 */
	static Resident enter(String application) {
		Properties properties = System.getProperties();
		int number = 1;
		while (properties.putIfAbsent(PREFIX + number, application) != null) {
			number++;
		}
		return new Resident(PREFIX + number);
	}

	/**
	 * Whether another one lives in this JVM.
	 * @return what is wrong about that, for people; empty if this one is alone
	 */
	Optional<String> neighbour() {
		Properties properties = System.getProperties();
		return properties.stringPropertyNames()
			.stream()
			.filter((name) -> name.startsWith(PREFIX) && !name.equals(this.key))
			.findFirst()
			.map(properties::getProperty)
			.map(Resident::describe);
	}

	private static String describe(String application) {
		return ("This process runs another application, too%s: it would end with the process, and nothing of it would "
				+ "be replaced. Give each application a process of its own")
			.formatted(application.isEmpty() ? "" : " (" + application + ")");
	}

	void leave() {
		System.getProperties().remove(this.key);
	}

}
