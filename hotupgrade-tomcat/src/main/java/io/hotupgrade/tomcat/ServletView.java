package io.hotupgrade.tomcat;

import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the servlet container knows of a request of Tomcat's.
 */
final class ServletView {

	private ServletView() {
	}

	/**
	 * Whether the response has no body whatever its headers say. Asked of the servlet
	 * container: in the request itself the method has been elsewhere in other versions.
	 * @param request the request
	 * @return whether the client asks for headers only
	 */
	static boolean isHead(Request request) {
		return "HEAD".equals(method(request));
	}

	static String method(Request request) {
		org.apache.catalina.connector.Request servlet = servlet(request);
		return (servlet != null) ? servlet.getMethod() : "";
	}

	static @Nullable Object attribute(Request request, String name) {
		org.apache.catalina.connector.Request servlet = servlet(request);
		return (servlet != null) ? servlet.getAttribute(name) : null;
	}

	private static org.apache.catalina.connector.@Nullable Request servlet(Request request) {
		return (org.apache.catalina.connector.Request) request.getNote(CoyoteAdapter.ADAPTER_NOTES);
	}

}
