package io.hotupgrade.namesapp;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the application, and a second one beside it if the command line says
 * {@code --second-port=8081}.
 */
@SpringBootApplication
public class NamesApplication {

	private static final String SECOND = "second-port";

	private static final AtomicInteger STARTS = new AtomicInteger();

	private static final AtomicReference<ConfigurableApplicationContext> CONTEXT = new AtomicReference<>();

	/**
	 * Starts the application.
	 * @param arguments Spring Boot's command line
	 */
	public static void main(String[] arguments) {
		ConfigurableApplicationContext context = start(arguments);
		CONTEXT.set(context);
		String second = context.getEnvironment().getProperty(SECOND);
		if (second != null) {
			SpringApplication.run(NamesApplication.class, "--server.port=" + second, "--spring.application.name=second",
					"--spring.jmx.enabled=false");
		}
	}

	private static ConfigurableApplicationContext start(String[] arguments) {
		STARTS.incrementAndGet();
		SpringApplication application = new SpringApplication(NamesApplication.class);
		application.addListeners(new ApplicationPidFileWriter(), PortFile.writer());
		return application.run(arguments);
	}

	/**
	 * How often the application was started in this process.
	 */
	static int starts() {
		return STARTS.get();
	}

	/**
	 * Closes the application context and starts another one in this process.
	 */
	static void restart() {
		ConfigurableApplicationContext context = CONTEXT.get();
		String[] arguments = context.getBean(ApplicationArguments.class).getSourceArgs();
		Thread thread = new Thread(() -> {
			context.close();
			CONTEXT.set(start(arguments));
		}, "restart");
		// Tomcat's threads are daemons, and nothing else may keep the process alive
		// meanwhile.
		thread.setDaemon(false);
		thread.setContextClassLoader(NamesApplication.class.getClassLoader());
		thread.start();
	}

}
