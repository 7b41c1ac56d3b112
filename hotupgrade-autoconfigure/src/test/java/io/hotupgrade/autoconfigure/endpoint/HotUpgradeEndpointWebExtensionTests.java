package io.hotupgrade.autoconfigure.endpoint;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.hotupgrade.RefusalReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HotUpgradeEndpointWebExtension}.
 */
class HotUpgradeEndpointWebExtensionTests {

	private final TestHotUpgrade hotUpgrade = new TestHotUpgrade();

	private final List<Object> events = new ArrayList<>();

	private final HotUpgradeEndpointWebExtension extension = new HotUpgradeEndpointWebExtension(
			new HotUpgradeEndpoint(() -> this.hotUpgrade), this.events::add);

	@Test
	void statusIsOk() {
		assertThat(this.extension.status().getStatus()).isEqualTo(200);
	}

	@Test
	void upgradeAndAbortAreAccepted() {
		assertThat(this.extension.upgrade(SecurityContext.NONE, null, null, null, null).getStatus()).isEqualTo(202);
		assertThat(this.extension.abort(SecurityContext.NONE).getStatus()).isEqualTo(202);
		assertThat(this.extension.proceed(SecurityContext.NONE, "continue").getStatus()).isEqualTo(202);
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
		assertThat(this.extension.proceed(SecurityContext.NONE, "go-on").getStatus()).isEqualTo(404);
	}

	@ParameterizedTest
	@EnumSource
	void refusalHasStatusByKindAndNamesTheReason(RefusalReason reason) {
		this.hotUpgrade.refuse(reason);
		WebEndpointResponse<Object> response = this.extension.upgrade(SecurityContext.NONE, null, null, null, null);
		assertThat(response.getStatus()).isEqualTo(switch (reason.kind()) {
			case BAD_REQUEST -> 400;
			case CONFLICT -> 409;
			case UNSUPPORTED -> 501;
		});
		assertThat(response.getBody()).isEqualTo(new RefusalDescriptor(reason, "Refused: " + reason));
		assertThat(this.extension.proceed(SecurityContext.NONE, "continue").getBody()).isEqualTo(response.getBody());
	}

	private List<AuditEvent> audited() {
		return this.events.stream()
			.map(AuditApplicationEvent.class::cast)
			.map(AuditApplicationEvent::getAuditEvent)
			.toList();
	}

	@Test
	void whoChangesSomethingIsAudited() {
		SecurityContext alice = new SecurityContext() {

			@Override
			public Principal getPrincipal() {
				return () -> "alice";
			}

			@Override
			public boolean isUserInRole(String role) {
				return false;
			}

		};
		this.extension.upgrade(alice, "/opt/app.jar", null, null, null);
		this.extension.upgrade(alice, null, null, null, true);
		this.extension.proceed(alice, "continue");
		this.extension.abort(SecurityContext.NONE);
		assertThat(audited()).extracting(AuditEvent::getType)
			.containsExactly("HOTUPGRADE_UPGRADE", "HOTUPGRADE_REHEARSAL", "HOTUPGRADE_CONTINUE", "HOTUPGRADE_ABORT");
		assertThat(audited()).extracting(AuditEvent::getPrincipal)
			.containsExactly("alice", "alice", "alice", "<unknown>");
		assertThat(audited().get(0).getData()).isEqualTo(Map.of("jar", "/opt/app.jar", "id", "u2"));
	}

	@Test
	void refusalIsAuditedAndALookIsNot() {
		this.extension.upgrade(SecurityContext.NONE, null, null, true, null);
		this.extension.status();
		assertThat(this.events).isEmpty();
		this.hotUpgrade.refuse(RefusalReason.NOT_READY);
		this.extension.abort(SecurityContext.NONE);
		assertThat(audited()).singleElement()
			.satisfies((event) -> assertThat(event.getData()).isEqualTo(Map.of("refusal", "NOT_READY")));
	}

}
