package io.hotupgrade.autoconfigure.names;

import java.io.File;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.boot.web.context.WebServerPortFileWriter;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link FileWriters} and {@link FileWritersRunListener}, with Boot's own
 * writers and starts of applications.
 */
@ExtendWith(OutputCaptureExtension.class)
class FileWritersTests {

	private static final String PID = Long.toString(ProcessHandle.current().pid());

	@TempDir
	private Path directory;

	@Test
	void pidFileIsWrittenWhereTheWriterSays() {
		Path file = this.directory.resolve("app.pid");
		try (ConfigurableApplicationContext context = run(new ApplicationPidFileWriter(file.toFile()))) {
			assertThat(context.isActive()).isTrue();
			assertThat(file).hasContent(PID);
		}
	}

	@Test
	void pidFileIsWrittenWhereConfigurationSays() {
		Path file = this.directory.resolve("configured.pid");
		ApplicationPidFileWriter writer = new ApplicationPidFileWriter(this.directory.resolve("app.pid").toFile());
		writer.setTriggerEventType(ApplicationReadyEvent.class);
		try (ConfigurableApplicationContext context = run(writer, "--spring.pid.file=" + file)) {
			assertThat(context.isActive()).isTrue();
			assertThat(this.directory.toFile().list()).containsExactly("configured.pid");
		}
	}

	@Test
	void pidFileOfASubclassThatChangesNoEventIsWritten(CapturedOutput output) {
		Path file = this.directory.resolve("app.pid");
		ApplicationPidFileWriter writer = new ApplicationPidFileWriter(file.toFile()) {

			@Override
			public int getOrder() {
				return 5;
			}

		};
		assertThat(new FileWriters(new NameFiles(false)).standIn(writer)).get().isInstanceOf(PidFileListener.class);
		try (ConfigurableApplicationContext context = run(writer)) {
			assertThat(context.isActive()).isTrue();
			assertThat(file).hasContent(PID);
			assertThat(output).doesNotContain("is not known to hot upgrade");
		}
	}

	@Test
	void writerThatDoesSomethingOfItsOwnIsLeftAloneAndNamedOnce(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(new OwnWriter())) {
			assertThat(context.isActive()).isTrue();
			assertThat(output).containsOnlyOnce("is not known to hot upgrade: [" + OwnWriter.class.getName() + "]");
		}
	}

	@Test
	void writerThatConfigurationAddsIsNamedOnce(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		String option = "context.listener.classes=" + OwnWriter.class.getName();
		try (ConfigurableApplicationContext context = application.run("--" + option)) {
			assertThat(context.isActive()).isTrue();
			assertThat(output).containsOnlyOnce("is not known to hot upgrade: [" + option + "]");
		}
	}

	@Test
	void portFilesAreWrittenForEachServer() {
		WebServerPortFileWriter writer = new WebServerPortFileWriter(this.directory.resolve("app.port").toFile());
		PortFileListener listener = (PortFileListener) new FileWriters(new NameFiles(false)).standIn(writer)
			.orElseThrow();
		listener.onApplicationEvent(serverStarted(null, 8080));
		listener.onApplicationEvent(serverStarted("management", 8081));
		assertThat(this.directory.resolve("app.port")).hasContent("8080");
		assertThat(this.directory.resolve("app-management.port")).hasContent("8081");
	}

	@Test
	void portFileOfASubclassIsTheOneThatItChooses() {
		File chosen = this.directory.resolve("chosen.port").toFile();
		WebServerPortFileWriter writer = new WebServerPortFileWriter() {

			@Override
			protected File getPortFile(ApplicationContext context) {
				return chosen;
			}

		};
		PortFileListener listener = (PortFileListener) new FileWriters(new NameFiles(false)).standIn(writer)
			.orElseThrow();
		listener.onApplicationEvent(serverStarted(null, 8080));
		assertThat(chosen).hasContent("8080");
	}

	@Test
	void otherListenersAreNoWriters() {
		assertThat(new FileWriters(new NameFiles(false)).standIn("a bean")).isEmpty();
	}

	private static WebServerInitializedEvent serverStarted(String namespace, int port) {
		ServletWebServerApplicationContext context = new ServletWebServerApplicationContext();
		context.setServerNamespace(namespace);
		WebServer server = mock(WebServer.class);
		given(server.getPort()).willReturn(port);
		return new ServletWebServerInitializedEvent(server, context);
	}

	private static ConfigurableApplicationContext run(ApplicationPidFileWriter writer, String... arguments) {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addListeners(writer);
		return application.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	static class OwnWriter extends ApplicationPidFileWriter {

		@Override
		public void onApplicationEvent(SpringApplicationEvent event) {
			// Nothing to remain in this JVM.
		}

	}

}
