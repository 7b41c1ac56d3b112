package io.hotupgrade.autoconfigure.boot3;

import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.FakeRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

class UndertowUpgradeCustomizerTests {

	@Test
	void comesLast() {
		assertThat(new UndertowUpgradeCustomizer("server", new FakeRegistry(), DrainHooks.NONE).getOrder())
			.isEqualTo(Ordered.LOWEST_PRECEDENCE);
	}

}
