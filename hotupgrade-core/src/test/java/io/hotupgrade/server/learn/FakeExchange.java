package io.hotupgrade.server.learn;

import java.util.HashMap;
import java.util.Map;

/**
 * A {@code GET} that is answered well, unless a test says otherwise.
 */
final class FakeExchange implements AnsweredRequest {

	private final String target;

	private final Map<String, String> requestHeaders = new HashMap<>();

	private final Map<String, String> responseHeaders = new HashMap<>();

	private final Map<String, Object> attributes = new HashMap<>();

	private String method = "GET";

	private int status = 200;

	FakeExchange(String target) {
		this.target = target;
	}

	FakeExchange method(String name) {
		this.method = name;
		return this;
	}

	FakeExchange status(int answered) {
		this.status = answered;
		return this;
	}

	FakeExchange with(String header, String value) {
		this.requestHeaders.put(header, value);
		return this;
	}

	FakeExchange answeredWith(String header, String value) {
		this.responseHeaders.put(header, value);
		return this;
	}

	FakeExchange attribute(String name, Object value) {
		this.attributes.put(name, value);
		return this;
	}

	@Override
	public String method() {
		return this.method;
	}

	@Override
	public String target() {
		return this.target;
	}

	@Override
	public String requestHeader(String name) {
		return this.requestHeaders.get(name);
	}

	@Override
	public Object attribute(String name) {
		return this.attributes.get(name);
	}

	@Override
	public int status() {
		return this.status;
	}

	@Override
	public String responseHeader(String name) {
		return this.responseHeaders.get(name);
	}

}
