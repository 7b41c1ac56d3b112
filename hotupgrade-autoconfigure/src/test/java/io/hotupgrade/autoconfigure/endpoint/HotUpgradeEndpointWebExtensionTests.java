package io.hotupgrade.autoconfigure.endpoint;

import io.hotupgrade.RefusalReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HotUpgradeEndpointWebExtension}.
 */
class HotUpgradeEndpointWebExtensionTests {

	private final TestHotUpgrade hotUpgrade = new TestHotUpgrade();

	private final HotUpgradeEndpointWebExtension extension = new HotUpgradeEndpointWebExtension(
			new HotUpgradeEndpoint(() -> this.hotUpgrade));

	@Test
	void statusIsOk() {
		assertThat(this.extension.status().getStatus()).isEqualTo(200);
	}

	@Test
	void upgradeAndAbortAreAccepted() {
		assertThat(this.extension.upgrade(null, null, null, null).getStatus()).isEqualTo(202);
		assertThat(this.extension.abort().getStatus()).isEqualTo(202);
		assertThat(this.extension.proceed("continue").getStatus()).isEqualTo(202);
	}

	@Test
	void whatWasLearnedIsShown() {
		assertThat(this.extension.look("learned", null, null).getStatus()).isEqualTo(200);
		assertThat(this.extension.look("learned", null, null).getBody())
			.isEqualTo(LearnedDescriptor.of(TestHotUpgrade.LEARNED));
	}

	@Test
	void anotherActionIsNotFound() {
		assertThat(this.extension.look("forgotten", null, null).getStatus()).isEqualTo(404);
		assertThat(this.extension.proceed("go-on").getStatus()).isEqualTo(404);
	}

	@ParameterizedTest
	@EnumSource
	void refusalHasStatusByKindAndNamesTheReason(RefusalReason reason) {
		this.hotUpgrade.refuse(reason);
		WebEndpointResponse<Object> response = this.extension.upgrade(null, null, null, null);
		assertThat(response.getStatus()).isEqualTo(switch (reason.kind()) {
			case BAD_REQUEST -> 400;
			case CONFLICT -> 409;
			case UNSUPPORTED -> 501;
		});
		assertThat(response.getBody()).isEqualTo(new RefusalDescriptor(reason, "Refused: " + reason));
		assertThat(this.extension.proceed("continue").getBody()).isEqualTo(response.getBody());
	}

}
