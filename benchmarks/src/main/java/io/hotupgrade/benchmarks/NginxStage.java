package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.util.Map;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;

/**
 * nginx, answering by itself, whose binary is replaced.
 */
final class NginxStage implements Stage {

	private final int port;

	private final Nginx nginx;

	private NginxStage(int port, Nginx nginx) {
		this.port = port;
		this.nginx = nginx;
	}

	static NginxStage start() throws IOException {
		int port = FreePort.find();
		return new NginxStage(port, Nginx.start(Tool.NGINX.require(), Nginx.answering(port, "v1")));
	}

	@Override
	public Target target() {
		return Target.local(this.port);
	}

	@Override
	public Change change() throws IOException {
		this.nginx.configure(Nginx.answering(this.port, "v2"));
		long triggeredAt = System.nanoTime();
		return new Change(triggeredAt, this.nginx.replaceBinary(), Map.of());
	}

	@Override
	public void close() {
		this.nginx.close();
	}

}
