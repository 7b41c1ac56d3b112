package io.hotupgrade.server.tests;

import java.util.List;

import jakarta.servlet.http.HttpServlet;

/**
 * A servlet of an application under test. It has to support asynchronous requests.
 *
 * @param servlet the servlet
 * @param paths the paths that it serves
 * @since 0.1.0
 */
public record ServletMapping(HttpServlet servlet, List<String> paths) {

	/**
	 * The servlet's name.
	 * @return a name that no other servlet of the application has
	 */
	public String name() {
		return this.servlet.getClass().getSimpleName();
	}

}
