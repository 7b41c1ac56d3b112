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
