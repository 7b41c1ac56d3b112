package io.hotupgrade.autoconfigure.registration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EurekaDeparture}, with a configuration of the same shape as Eureka's.
 */
@ExtendWith(OutputCaptureExtension.class)
class EurekaDepartureTests {

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	@Test
	void clientIsToldToLeaveWithoutAWord() {
		ClientConfiguration configuration = new ClientConfiguration();
		this.beans.registerSingleton("configuration", configuration);
		new EurekaDeparture(this.beans, ClientConfiguration.class.getName()).run();
		assertThat(configuration.unregister).isFalse();
	}

	@Test
	void withoutEurekaThereIsNothingToDo(CapturedOutput output) {
		new EurekaDeparture(this.beans, EurekaDeparture.CONFIGURATION).run();
		assertThat(output).isEmpty();
	}

	@Test
	void clientThatCannotBeToldIsNamed(CapturedOutput output) {
		this.beans.registerSingleton("configuration", new ClientConfiguration() {

			@Override
			public void setShouldUnregisterOnShutdown(boolean unregister) {
				throw new UnsupportedOperationException();
			}

		});
		new EurekaDeparture(this.beans, ClientConfiguration.class.getName()).run();
		assertThat(output).contains("set eureka.client.should-unregister-on-shutdown to false");
	}

	public static class ClientConfiguration {

		private boolean unregister = true;

		public void setShouldUnregisterOnShutdown(boolean unregister) {
			this.unregister = unregister;
		}

	}

}
