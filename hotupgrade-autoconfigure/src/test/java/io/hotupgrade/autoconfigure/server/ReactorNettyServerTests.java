package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.FakeRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactorNettyServer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReactorNettyServerTests {

	private final ReactorNettyServer server = new ReactorNettyServer("server", new FakeRegistry(), DrainHooks.NONE);

	@Test
	void serverWhoseFactoryDoesNotShowItsThreadsIsLeftAlone(CapturedOutput output) {
		assertThat(this.server.takesPart(new Object())).isFalse();
		assertThat(output).containsOnlyOnce("The server 'server' does not take part in upgrades, because "
				+ "java.lang.Object does not show what threads its server gets");
	}

	@Test
	void threadsOfTheFactoryAreSteered(CapturedOutput output) {
		LoopResources loops = LoopResources.create("test");
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setLoopResources(loops);
		assertThat(this.server.takesPart(new Factory(null))).isTrue();
		assertThat(this.server.steeredResources(new Factory(null))).isNull();
		assertThat(this.server.steeredResources(new Factory(resources)).getLoopResources()).isNotSameAs(loops);
		assertThat(output).doesNotContain("does not take part");
	}

	/**
	 * As Spring Boot's.
	 */
	private static final class Factory {

		@SuppressWarnings("unused")
		private final ReactorResourceFactory resourceFactory;

		Factory(ReactorResourceFactory resourceFactory) {
			this.resourceFactory = resourceFactory;
		}

	}

}
