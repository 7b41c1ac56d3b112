package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.util.Map;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;

/**
 * haproxy, answering by itself, which reloads its configuration.
 */
final class HaproxyStage extends Stage {

	private final int port = FreePort.find();

	private Haproxy haproxy;

	@Override
	void start() throws IOException {
		this.haproxy = own(Haproxy.create(Tool.HAPROXY.require(), this.port));
		this.haproxy.configure("v1");
		this.haproxy.start();
	}

	@Override
	Target target() {
		return Target.local(this.port);
	}

	@Override
	Change change() throws IOException {
		this.haproxy.configure("v2");
		long triggeredAt = System.nanoTime();
		return new Change(triggeredAt, this.haproxy.reload(), Map.of());
	}

}
