package io.hotupgrade.autoconfigure.names;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.system.ApplicationPid;
import org.springframework.boot.system.SystemProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Stands in for an {@link ApplicationPidFileWriter}: at the same moment, for the same
 * file, which it is found to be in the same way.
 */
final class PidFileListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(PidFileListener.class);

	private final NameFiles files;

	private final Class<?> trigger;

	private final File file;

	private final int order;

	/**
	 * Creates it.
	 * @param files the files of this process
	 * @param trigger the type of the event at which the file is written
	 * @param file the file, unless configuration names another
	 * @param order see {@link #getOrder()}
	 */
	PidFileListener(NameFiles files, Class<?> trigger, File file, int order) {
		this.files = files;
		this.trigger = trigger;
		this.file = file;
		this.order = order;
	}

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (!this.trigger.isInstance(event)) {
			return;
		}
		Environment environment = environment(event);
		Takeovers.expect(environment, this.files);
		try {
			this.files.add(new NameFile(file(environment).toPath(), new ApplicationPid().toString()));
		}
		catch (IOException ex) {
			String message = "Cannot create pid file " + this.file;
			if (failOnWriteError(environment)) {
				throw new IllegalStateException(message, ex);
			}
			logger.warn(message, ex);
		}
	}

	private File file(@Nullable Environment environment) {
		return property(environment, "spring.pid.file").or(() -> property(environment, "spring.pidfile"))
			.or(() -> Optional.ofNullable(SystemProperties.get("PIDFILE", "pidfile")))
			.map(File::new)
			.orElse(this.file);
	}

	private static boolean failOnWriteError(@Nullable Environment environment) {
		return property(environment, "spring.pid.fail-on-write-error")
			.or(() -> Optional.ofNullable(SystemProperties.get("PID_FAIL_ON_WRITE_ERROR", "pid_fail_on_write_error")))
			.map(Boolean::parseBoolean)
			.orElse(false);
	}

	private static Optional<String> property(@Nullable Environment environment, String name) {
		return Stream.ofNullable(environment).flatMap((any) -> Stream.ofNullable(any.getProperty(name))).findFirst();
	}

	private static @Nullable Environment environment(SpringApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			return prepared.getEnvironment();
		}
		if (event instanceof ApplicationPreparedEvent prepared) {
			return prepared.getApplicationContext().getEnvironment();
		}
		if (event instanceof ApplicationReadyEvent ready) {
			return ready.getApplicationContext().getEnvironment();
		}
		return null;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

}
