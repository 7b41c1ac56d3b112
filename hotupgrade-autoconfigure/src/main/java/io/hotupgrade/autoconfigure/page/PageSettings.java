package io.hotupgrade.autoconfigure.page;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.core.env.Environment;

/**
 * What the page has to know of the application, with servlets and without.
 */
final class PageSettings {

	/** The endpoint below which the page is. */
	static final EndpointId ENDPOINT = EndpointId.of("hotupgrade");

	private PageSettings() {
	}

	static StatusPage page(Environment environment, @Nullable EndpointAccessResolver access) {
		boolean writable = access == null || access.accessFor(ENDPOINT, Access.UNRESTRICTED) == Access.UNRESTRICTED;
		return new StatusPage(environment.getProperty("spring.application.name", ""), writable);
	}

}
