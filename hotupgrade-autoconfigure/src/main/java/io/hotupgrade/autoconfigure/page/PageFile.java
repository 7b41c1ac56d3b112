package io.hotupgrade.autoconfigure.page;

import java.util.Arrays;
import java.util.Optional;

/**
 * The files that make the page. They are apart, so that a browser can be told to run no
 * script and to use no style that stands in the page itself.
 */
enum PageFile {

	/** The page itself, which is completed for each request. */
	PAGE("/page", "page.html", "text/html;charset=UTF-8"),

	/** How it looks. */
	STYLE("/page.css", "page.css", "text/css;charset=UTF-8"),

	/** What it does. */
	SCRIPT("/page.js", "page.js", "text/javascript;charset=UTF-8");

	private final String path;

	private final String resource;

	private final String contentType;

	PageFile(String path, String resource, String contentType) {
		this.path = path;
		this.resource = resource;
		this.contentType = contentType;
	}

	/**
	 * Finds the file that a request is for.
	 * @param requestPath the path of a request
	 * @return the file whose path it ends with; empty if there is none
	 */
	static Optional<PageFile> at(String requestPath) {
		return Arrays.stream(values()).filter((file) -> requestPath.endsWith(file.path)).findFirst();
	}

	/** What is appended to the endpoint's path. */
	String path() {
		return this.path;
	}

	/** Where its content is, beside this class. */
	String resource() {
		return this.resource;
	}

	String contentType() {
		return this.contentType;
	}

}
