package io.hotupgrade.autoconfigure.preflight;

import java.util.List;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * A property that is the same before and after an upgrade.
 *
 * @param name its name
 * @param fallback what it is where nothing says so
 * @param consequence what happens if it is another one: the end of a sentence
 */
record PinnedProperty(ConfigurationPropertyName name, String fallback, String consequence) {

	private static final String LISTENERS_DIFFER = "would fail with LISTENERS_DIFFER";

	private static final String NEVER_READY = "would fail, as the new version never reports to this one";

	/** All that there are. */
	static final List<PinnedProperty> ALL = List.of(of("server.port", "8080", LISTENERS_DIFFER),
			of("server.address", "", LISTENERS_DIFFER), of("management.server.port", "", LISTENERS_DIFFER),
			of("management.server.address", "", LISTENERS_DIFFER), of("hotupgrade.enabled", "true", NEVER_READY));

	private static PinnedProperty of(String name, String fallback, String consequence) {
		return new PinnedProperty(ConfigurationPropertyName.of(name), fallback, consequence);
	}

	boolean isPort() {
		return this.name.getLastElement(ConfigurationPropertyName.Form.UNIFORM).equals("port");
	}

}
