package io.hotupgrade.autoconfigure.exclusive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.hotupgrade.WarmUp;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came to the predecessor.
 */
final class ForwardedRequest extends HttpServletRequestWrapper {

	private static final String HOST = "Host";

	private final Origin origin;

	ForwardedRequest(HttpServletRequest request, Origin origin) {
		super(request);
		this.origin = origin;
	}

	private static boolean isOfUs(String name) {
		return name.equalsIgnoreCase(Origin.HEADER) || name.equalsIgnoreCase(WarmUp.HEADER);
	}

	@Override
	public @Nullable String getHeader(String name) {
		if (HOST.equalsIgnoreCase(name)) {
			return this.origin.host();
		}
		return isOfUs(name) ? null : super.getHeader(name);
	}

	@Override
	public Enumeration<String> getHeaders(String name) {
		if (HOST.equalsIgnoreCase(name)) {
			return Collections.enumeration(List.of(this.origin.host()));
		}
		return isOfUs(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
	}

	@Override
	public Enumeration<String> getHeaderNames() {
		Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		List<String> all = new ArrayList<>(Collections.list(super.getHeaderNames()));
		all.removeIf(ForwardedRequest::isOfUs);
		names.addAll(all);
		names.add(HOST);
		return Collections.enumeration(names);
	}

	@Override
	public String getRemoteAddr() {
		return this.origin.remoteAddress();
	}

	@Override
	public String getRemoteHost() {
		return this.origin.remoteAddress();
	}

	@Override
	public int getRemotePort() {
		return this.origin.remotePort();
	}

	@Override
	public String getScheme() {
		return this.origin.scheme();
	}

	@Override
	public boolean isSecure() {
		return this.origin.isSecure();
	}

	@Override
	public String getServerName() {
		return this.origin.serverName();
	}

	@Override
	public int getServerPort() {
		return this.origin.serverPort();
	}

	@Override
	public StringBuffer getRequestURL() {
		return new StringBuffer(this.origin.scheme()).append("://").append(this.origin.host()).append(getRequestURI());
	}

}
