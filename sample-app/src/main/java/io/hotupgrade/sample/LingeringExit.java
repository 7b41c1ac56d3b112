package io.hotupgrade.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Makes this process take its time to exit, as others do whose shutdown hooks have much
 * to do, if it is configured so.
 */
@Component
class LingeringExit implements InitializingBean {

	private static final int POLL_MILLIS = 50;

	private final Path file;

	LingeringExit(SampleProperties properties) {
		this.file = properties.lingerFile();
	}

	@Override
	public void afterPropertiesSet() {
		if (this.file != null) {
			Runtime.getRuntime().addShutdownHook(new Thread(this::linger, "linger"));
		}
	}

	/** The log may have been closed by another hook. */
	private void linger() {
		System.out.printf("Process %d lingers until %s is gone%n", ProcessHandle.current().pid(), this.file);
		try {
			while (Files.exists(this.file)) {
				TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
