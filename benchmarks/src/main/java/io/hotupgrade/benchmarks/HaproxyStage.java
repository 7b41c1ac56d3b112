package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.util.Map;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;

/**
 * haproxy, answering by itself, which reloads its configuration.
 */
final class HaproxyStage implements Stage {

	private final int port;

	private final Haproxy haproxy;

	private HaproxyStage(int port, Haproxy haproxy) {
		this.port = port;
		this.haproxy = haproxy;
	}

	static HaproxyStage start() throws IOException {
		int port = FreePort.find();
		return new HaproxyStage(port, Haproxy.start(Tool.HAPROXY.require(), port, "v1"));
	}

	@Override
	public Target target() {
		return Target.local(this.port);
	}

	@Override
	public Change change() throws IOException {
		this.haproxy.configure("v2");
		long triggeredAt = System.nanoTime();
		return new Change(triggeredAt, this.haproxy.reload(), Map.of());
	}

	@Override
	public void close() {
		this.haproxy.close();
	}

}
