package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.util.Map;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;

/**
 * nginx, answering by itself, whose binary is replaced.
 */
final class NginxStage extends Stage {

	private final int port = FreePort.find();

	private Nginx nginx;

	@Override
	void start() throws IOException {
		this.nginx = own(Nginx.create(Tool.NGINX.require()));
		this.nginx.configure(Nginx.answering(this.port, "v1"));
		this.nginx.start();
	}

	@Override
	Target target() {
		return Target.local(this.port);
	}

	@Override
	Change change() throws IOException {
		this.nginx.configure(Nginx.answering(this.port, "v2"));
		long triggeredAt = System.nanoTime();
		return new Change(triggeredAt, this.nginx.replaceBinary(), Map.of());
	}

}
