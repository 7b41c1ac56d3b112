package io.hotupgrade.autoconfigure.endpoint;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.hotupgrade.UpgradeRefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes an audit event for each request over HTTP to change something, whether it was
 * accepted or refused. Without an {@code AuditEventRepository} nobody hears of them.
 */
final class EndpointAudit {

	/** As Spring Boot's own listeners call somebody who has not said who he is. */
	private static final String UNKNOWN = "<unknown>";

	private final ApplicationEventPublisher publisher;

	EndpointAudit(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Does what was asked for.
	 * @param what the event's type, such as {@code HOTUPGRADE_UPGRADE}
	 * @param caller who has asked, or {@code null}
	 * @param jar the jar that was named, or {@code null}
	 * @param operation does it
	 * @return its answer
	 * @throws UpgradeRefusedException if it was refused
	 */
	UpgradeDescriptor around(String what, @Nullable SecurityContext caller, @Nullable String jar,
			Supplier<UpgradeDescriptor> operation) {
		Map<String, Object> data = new LinkedHashMap<>();
		if (jar != null) {
			data.put("jar", jar);
		}
		try {
			UpgradeDescriptor upgrade = operation.get();
			data.put("id", upgrade.id());
			publish(what, caller, data);
			return upgrade;
		}
		catch (UpgradeRefusedException ex) {
			data.put("refusal", ex.getReason().name());
			publish(what, caller, data);
			throw ex;
		}
	}

	private void publish(String what, @Nullable SecurityContext caller, Map<String, Object> data) {
		Principal principal = (caller != null) ? caller.getPrincipal() : null;
		this.publisher
			.publishEvent(new AuditApplicationEvent((principal != null) ? principal.getName() : UNKNOWN, what, data));
	}

}
