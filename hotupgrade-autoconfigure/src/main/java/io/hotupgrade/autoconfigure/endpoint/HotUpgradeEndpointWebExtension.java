package io.hotupgrade.autoconfigure.endpoint;

import java.util.function.Supplier;

import io.hotupgrade.RefusalReason.Kind;
import io.hotupgrade.UpgradeRefusedException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.lang.Nullable;

/**
 * Gives the operations of {@link HotUpgradeEndpoint} their HTTP statuses: 200 for the
 * status, 202 for an upgrade that has begun, goes on or is being aborted, and for a
 * refusal 400, 409 or 501 by its {@linkplain Kind kind}, with a {@link RefusalDescriptor}
 * as body. Publishes an audit event for each request to change something.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = HotUpgradeEndpoint.class)
public class HotUpgradeEndpointWebExtension {

	private static final String CHECK = "check";

	private static final String CONTINUE = "continue";

	private static final String LEARNED = "learned";

	private static final int STATUS_ACCEPTED = 202;

	private static final int STATUS_CONFLICT = 409;

	private static final int STATUS_NOT_IMPLEMENTED = 501;

	private final HotUpgradeEndpoint delegate;

	private final EndpointAudit audit;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint that does the work
	 * @param publisher publishes an audit event for each request to change something
	 */
	public HotUpgradeEndpointWebExtension(HotUpgradeEndpoint delegate, ApplicationEventPublisher publisher) {
		this.delegate = delegate;
		this.audit = new EndpointAudit(publisher);
	}

	/**
	 * Tells what the instance that answers is and does.
	 * @return status 200 and a {@link HotUpgradeDescriptor}, or a refusal
	 */
	@ReadOperation
	public WebEndpointResponse<Object> status() {
		return respond(WebEndpointResponse.STATUS_OK, this.delegate::status);
	}

	/**
	 * Tells what an upgrade would meet, or what this instance has learned for the warm-up
	 * of a successor: {@code GET} of the endpoint's path with {@code /check} or
	 * {@code /learned} appended.
	 * @param what has to be {@code check} or {@code learned}
	 * @param jar path of the jar that would be launched, or {@code null} for what is
	 * configured
	 * @param sha256 the SHA-256 that the jar has to have, or {@code null}
	 * @return status 200 and a {@link PreflightDescriptor} or {@link LearnedDescriptor},
	 * or a refusal; status 404 for anything else
	 */
	@ReadOperation
	public WebEndpointResponse<Object> look(@Selector String what, @Nullable String jar, @Nullable String sha256) {
		return switch (what) {
			case CHECK -> respond(WebEndpointResponse.STATUS_OK, () -> this.delegate.check(jar, sha256));
			case LEARNED -> respond(WebEndpointResponse.STATUS_OK, this.delegate::learned);
			default -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		};
	}

	/**
	 * Begins an upgrade or its rehearsal, or only tells what it would meet.
	 * @param caller who asks
	 * @param jar path of the jar to launch, or {@code null} for what is configured
	 * @param sha256 the SHA-256 that the jar has to have, or {@code null}
	 * @param check whether nothing is to be started
	 * @param rehearse whether what is started gets no connection and is ended when it is
	 * ready; without effect if nothing is to be started
	 * @return status 202 and an {@link UpgradeDescriptor}, or 200 and a
	 * {@link PreflightDescriptor}, or a refusal
	 */
	@WriteOperation
	public WebEndpointResponse<Object> upgrade(SecurityContext caller, @Nullable String jar, @Nullable String sha256,
			@Nullable Boolean check, @Nullable Boolean rehearse) {
		if (Boolean.TRUE.equals(check)) {
			return respond(WebEndpointResponse.STATUS_OK, () -> this.delegate.check(jar, sha256));
		}
		if (Boolean.TRUE.equals(rehearse)) {
			return change("HOTUPGRADE_REHEARSAL", caller, jar, () -> this.delegate.rehearse(jar, sha256));
		}
		return change("HOTUPGRADE_UPGRADE", caller, jar, () -> this.delegate.upgrade(jar, sha256));
	}

	/**
	 * Lets an upgrade go on that waits at a gate: {@code POST} to the endpoint's path
	 * with {@code /continue} appended.
	 * @param caller who asks
	 * @param action has to be {@code continue}
	 * @return status 202 and an {@link UpgradeDescriptor}, or a refusal; status 404 for
	 * another action
	 */
	@WriteOperation
	public WebEndpointResponse<Object> proceed(SecurityContext caller, @Selector String action) {
		return action.equals(CONTINUE) ? change("HOTUPGRADE_CONTINUE", caller, null, this.delegate::proceed)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	/**
	 * Aborts the upgrade that is running.
	 * @param caller who asks
	 * @return status 202 and an {@link UpgradeDescriptor}, or a refusal
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> abort(SecurityContext caller) {
		return change("HOTUPGRADE_ABORT", caller, null, this.delegate::abort);
	}

	private WebEndpointResponse<Object> change(String what, SecurityContext caller, @Nullable String jar,
			Supplier<UpgradeDescriptor> operation) {
		return respond(STATUS_ACCEPTED, () -> this.audit.around(what, caller, jar, operation));
	}

	private WebEndpointResponse<Object> respond(int status, Supplier<Object> operation) {
		try {
			return new WebEndpointResponse<>(operation.get(), status);
		}
		catch (UpgradeRefusedException ex) {
			return new WebEndpointResponse<>(RefusalDescriptor.of(ex), statusOf(ex.getReason().kind()));
		}
	}

	private static int statusOf(Kind kind) {
		return switch (kind) {
			case BAD_REQUEST -> WebEndpointResponse.STATUS_BAD_REQUEST;
			case CONFLICT -> STATUS_CONFLICT;
			case UNSUPPORTED -> STATUS_NOT_IMPLEMENTED;
		};
	}

}
