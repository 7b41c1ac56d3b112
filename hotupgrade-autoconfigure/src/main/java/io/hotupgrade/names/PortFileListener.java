package io.hotupgrade.names;

import java.io.File;
import java.io.IOException;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Stands in for a {@link org.springframework.boot.web.context.WebServerPortFileWriter}:
 * for each server of this application, for the file that the writer would take.
 */
final class PortFileListener implements ApplicationListener<WebServerInitializedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(PortFileListener.class);

	private final NameFiles files;

	private final Function<ApplicationContext, File> choice;

	/**
	 * Creates it.
	 * @param files the files of this process
	 * @param choice tells the file for the server of a context
	 */
	PortFileListener(NameFiles files, Function<ApplicationContext, File> choice) {
		this.files = files;
		this.choice = choice;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		File file = this.choice.apply(event.getApplicationContext());
		Takeovers.expect(event.getApplicationContext().getEnvironment(), this.files);
		try {
			this.files.add(new NameFile(file.toPath(), String.valueOf(event.getWebServer().getPort())));
		}
		catch (IOException ex) {
			logger.warn("Cannot create port file {}", file, ex);
		}
	}

}
