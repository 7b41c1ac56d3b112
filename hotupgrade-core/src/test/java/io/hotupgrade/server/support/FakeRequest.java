package io.hotupgrade.server.support;

import io.hotupgrade.TrafficKind;

/**
 * A request of HTTP/1 without attributes.
 */
final class FakeRequest implements RequestView {

	private final boolean waitsForClient;

	FakeRequest() {
		this(false);
	}

	FakeRequest(boolean waitsForClient) {
		this.waitsForClient = waitsForClient;
	}

	@Override
	public String path() {
		return "/";
	}

	@Override
	public String method() {
		return "GET";
	}

	@Override
	public String target() {
		return path();
	}

	@Override
	public String requestHeader(String name) {
		return null;
	}

	@Override
	public int status() {
		return 200;
	}

	@Override
	public String responseHeader(String name) {
		return null;
	}

	@Override
	public Object attribute(String name) {
		return null;
	}

	@Override
	public TrafficKind protocol() {
		return TrafficKind.HTTP1;
	}

	@Override
	public boolean waitsForClient() {
		return this.waitsForClient;
	}

}
