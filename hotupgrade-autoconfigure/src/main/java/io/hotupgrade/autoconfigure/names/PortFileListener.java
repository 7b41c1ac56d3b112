package io.hotupgrade.autoconfigure.names;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Stands in for a {@code WebServerPortFileWriter}: for each server of this application,
 * for the file that the writer would take. The event that tells of a server is of another
 * type in each generation of Spring Boot, but always comes from a server.
 */
final class PortFileListener implements ApplicationListener<ApplicationEvent> {

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
	public void onApplicationEvent(ApplicationEvent event) {
		if (event.getSource() instanceof WebServer server) {
			started(server, contextOf(event));
		}
	}

	private void started(WebServer server, ApplicationContext context) {
		File file = this.choice.apply(context);
		Takeovers.expect(context.getEnvironment(), this.files);
		try {
			this.files.add(new NameFile(file.toPath(), String.valueOf(server.getPort())));
		}
		catch (IOException ex) {
			logger.warn("Cannot create port file {}", file, ex);
		}
	}

	private static ApplicationContext contextOf(ApplicationEvent event) {
		Method context = ReflectionUtils.findMethod(event.getClass(), "getApplicationContext");
		Assert.state(context != null, () -> event.getClass().getName() + " has no method getApplicationContext");
		return (ApplicationContext) ReflectionUtils.invokeMethod(context, event);
	}

}
