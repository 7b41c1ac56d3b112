package io.hotupgrade.autoconfigure.preflight;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.Preflight;
import io.hotupgrade.PreflightCheck;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Whether the configuration in a new jar says what an upgrade cannot change. Only what
 * this instance has from its own jar, or from nowhere, is compared: all else, such as the
 * command line, the environment and files beside the jar, counts more there, too.
 */
final class ConfigurationCheck implements PreflightCheck {

	private static final String IN_A_JAR = "class path resource [";

	private static final String DEFAULTS = "defaultProperties";

	private static final String ANY_PORT = "0";

	private final ConfigurableEnvironment environment;

	/**
	 * Creates the check.
	 * @param environment what this instance has been configured with
	 */
	ConfigurationCheck(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public List<Preflight.Finding> check(Path jar) {
		if (this.environment.containsProperty("spring.config.location")
				|| this.environment.containsProperty("spring.config.name")) {
			return List.of();
		}
		return JarConfiguration.read(jar, this.environment)
			.map((there) -> PinnedProperty.ALL.stream()
				.flatMap((property) -> compare(property, there).stream())
				.toList())
			.orElseGet(List::of);
	}

	private Optional<Preflight.Finding> compare(PinnedProperty property, JarConfiguration there) {
		Optional<ConfigurationProperty> own = own(property.name());
		boolean isDefault = own.filter((found) -> sourceOf(found).equals(DEFAULTS)).isPresent();
		boolean isOfTheJar = own.isEmpty() || own.filter((found) -> sourceOf(found).contains(IN_A_JAR)).isPresent();
		Optional<String> written = there.get(property.name());
		if (isDefault ? written.isEmpty() : !isOfTheJar) {
			return Optional.empty();
		}
		String here = own.map((found) -> resolve(String.valueOf(found.getValue()))).orElse(property.fallback());
		String next = written.map(this::resolve).orElse(property.fallback());
		return isSame(property, here, next) ? Optional.empty() : Optional.of(finding(property, here, next));
	}

	private boolean isSame(PinnedProperty property, String here, String next) {
		if (next.equalsIgnoreCase(here) || next.contains("${")) {
			return true;
		}
		// The new instance gets the port of this one; so it does where it names it.
		return property.isPort() && (next.equals(ANY_PORT) || next.equals(bound(property)));
	}

	private String bound(PinnedProperty property) {
		boolean management = property.name().toString().startsWith("management.");
		return this.environment.getProperty(management ? "local.management.port" : "local.server.port", "");
	}

	private static Preflight.Finding finding(PinnedProperty property, String here, String next) {
		return Preflight.Finding.warning(Preflight.CONFIGURATION_CHANGED, property.name() + "=" + next,
				"The new jar's configuration has %s for %s, and this instance %s: an upgrade cannot change that, and %s"
					.formatted(show(next), property.name(), show(here), property.consequence()),
				"Restart in place of an upgrade, or leave it as it is");
	}

	private static String show(String value) {
		return value.isEmpty() ? "nothing" : "'" + value + "'";
	}

	private String resolve(String value) {
		return this.environment.resolvePlaceholders(value).strip();
	}

	private Optional<ConfigurationProperty> own(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return Optional.of(found);
			}
		}
		return Optional.empty();
	}

	private static String sourceOf(ConfigurationProperty property) {
		return ((PropertySource<?>) property.getSource().getUnderlyingSource()).getName();
	}

}
