package io.hotupgrade.autoconfigure.preflight;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * What the files {@code application.*} in a jar say, for the profiles that are active
 * here. What they import, what profiles they activate, and what lies in the jars that
 * they come with is not known.
 */
final class JarConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(JarConfiguration.class);

	/** That of an executable jar, and of one that was extracted. */
	private static final List<String> ROOTS = List.of("BOOT-INF/classes/", "");

	private static final int MAX_BYTES = 1 << 20;

	private static final ConfigurationPropertyName ON_PROFILE = ConfigurationPropertyName
		.of("spring.config.activate.on-profile");

	private static final ConfigurationPropertyName ON_PLATFORM = ConfigurationPropertyName
		.of("spring.config.activate.on-cloud-platform");

	private final Environment environment;

	private final List<PropertySourceLoader> loaders;

	/** What counts more is first. */
	private final List<ConfigurationPropertySource> documents = new ArrayList<>();

	private JarConfiguration(Environment environment, List<PropertySourceLoader> loaders) {
		this.environment = environment;
		this.loaders = loaders;
	}

	/**
	 * Reads the files.
	 * @param jar the jar
	 * @param environment says which profiles are active
	 * @return what they say; empty where there is no such file, or the jar cannot be read
	 */
	static Optional<JarConfiguration> read(Path jar, Environment environment) {
		JarConfiguration configuration = new JarConfiguration(environment,
				List.of(new PropertiesPropertySourceLoader(), new YamlPropertySourceLoader()));
		try (ZipFile file = new ZipFile(jar.toFile())) {
			configuration.names().forEach((name) -> configuration.add(file, name));
		}
		catch (IOException ex) {
			logger.debug("The configuration in {} cannot be read", jar, ex);
			return Optional.empty();
		}
		return configuration.documents.isEmpty() ? Optional.empty() : Optional.of(configuration);
	}

	/**
	 * What a property is there.
	 * @param name the property
	 * @return its value as it is written; empty where there is none
	 */
	Optional<String> get(ConfigurationPropertyName name) {
		return value(this.documents.stream(), name);
	}

	/** The last profile counts most, and a file of a profile more than any without. */
	private List<String> names() {
		List<String> profiles = new ArrayList<>(List.of(this.environment.getActiveProfiles()));
		if (profiles.isEmpty()) {
			profiles.addAll(List.of(this.environment.getDefaultProfiles()));
		}
		Collections.reverse(profiles);
		return Stream.concat(profiles.stream().map((profile) -> "application-" + profile), Stream.of("application"))
			.flatMap((name) -> Stream.of("config/" + name, name))
			.toList();
	}

	private void add(ZipFile jar, String name) {
		for (PropertySourceLoader loader : this.loaders) {
			for (String extension : loader.getFileExtensions()) {
				ROOTS.stream()
					.map((root) -> jar.getEntry(root + name + "." + extension))
					.filter(Objects::nonNull)
					.findFirst()
					.ifPresent((entry) -> add(jar, entry, loader));
			}
		}
	}

	/** The last document of a file counts most. */
	private void add(ZipFile jar, ZipEntry entry, PropertySourceLoader loader) {
		try (InputStream in = jar.getInputStream(entry)) {
			ByteArrayResource content = new ByteArrayResource(in.readNBytes(MAX_BYTES));
			List<PropertySource<?>> documents = new ArrayList<>(loader.load(entry.getName(), content));
			Collections.reverse(documents);
			for (ConfigurationPropertySource document : ConfigurationPropertySources.from(documents)) {
				if (isActive(document)) {
					this.documents.add(document);
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("{} in {} cannot be read", entry, jar.getName(), ex);
		}
	}

	private boolean isActive(ConfigurationPropertySource document) {
		return value(Stream.of(document), ON_PLATFORM).isEmpty() && value(Stream.of(document), ON_PROFILE)
			.map((expression) -> this.environment.acceptsProfiles(Profiles.of(expression.split("\\s*,\\s*"))))
			.orElse(true);
	}

	private static Optional<String> value(Stream<ConfigurationPropertySource> sources, ConfigurationPropertyName name) {
		return sources.map((source) -> source.getConfigurationProperty(name))
			.filter(Objects::nonNull)
			.map(ConfigurationProperty::getValue)
			.map(String::valueOf)
			.findFirst();
	}

}
