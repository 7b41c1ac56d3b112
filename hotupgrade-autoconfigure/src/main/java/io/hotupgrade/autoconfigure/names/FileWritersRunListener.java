package io.hotupgrade.autoconfigure.names;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.hotupgrade.engine.UpgradeEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Replaces the {@linkplain FileWriters writers} among an application's listeners, before
 * they are told anything. Boot makes one of these for each start of an application.
 */
final class FileWritersRunListener implements SpringApplicationRunListener {

	private static final Logger logger = LoggerFactory.getLogger(FileWritersRunListener.class);

	private static final String DELEGATES = "context.listener.classes";

	private final SpringApplication application;

	private final NameFiles files;

	/** Not logged before the log is there. */
	private final List<String> unknown = new ArrayList<>();

	/**
	 * Called by Boot, for which it has to be the only public one.
	 * @param application the application that starts
	 * @param arguments its command line
	 */
	public FileWritersRunListener(SpringApplication application, String[] arguments) {
		this(application, NameFiles.ofThisProcess());
	}

	FileWritersRunListener(SpringApplication application, NameFiles files) {
		this.application = application;
		this.files = files;
		if (application.getListeners().stream().anyMatch(FileWriters::isWriter)) {
			application.setListeners(replaced(application.getListeners()));
		}
	}

	private Set<ApplicationListener<?>> replaced(Set<ApplicationListener<?>> listeners) {
		FileWriters writers = new FileWriters(this.files);
		Set<ApplicationListener<?>> replaced = new LinkedHashSet<>();
		for (ApplicationListener<?> listener : listeners) {
			try {
				replaced.add((ApplicationListener<?>) writers.standIn(listener).orElse(listener));
			}
			catch (RuntimeException ex) {
				this.unknown.add(ex.toString());
				replaced.add(listener);
			}
		}
		return replaced;
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		this.application.getListeners()
			.stream()
			.filter(FileWriters::isWriter)
			.forEach((writer) -> this.unknown.add(writer.getClass().getName()));
		Stream.of(context.getEnvironment().getProperty(DELEGATES, String[].class, new String[0]))
			.filter((name) -> FileWriters.isWriterType(name, this.application.getClassLoader()))
			.forEach((name) -> this.unknown.add(DELEGATES + "=" + name));
		if (!this.unknown.isEmpty()) {
			logger.warn(
					"After an upgrade, files with the process id or a port may name another instance than the one that "
							+ "serves, or be gone, as their writer is not known to hot upgrade: {}. Add Boot's "
							+ "ApplicationPidFileWriter and WebServerPortFileWriter, or subclasses that leave "
							+ "onApplicationEvent alone, to the SpringApplication",
					this.unknown);
		}
	}

	/**
	 * Where there is no engine, nobody else serves.
	 */
	@Override
	public void started(ConfigurableApplicationContext context, Duration timeTaken) {
		if (context.getBeanProvider(UpgradeEngine.class).getIfAvailable() == null) {
			this.files.stopExpecting();
		}
	}

}
