package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleDirectory;

/**
 * nginx in front of the application. The new version is started on another port; when it
 * is healthy, nginx is told to forward to it, and when nginx's workers that knew the old
 * one are gone, the old one is stopped gracefully.
 */
final class BlueGreenStage extends Stage {

	private final Path jar;

	private final int port = FreePort.find();

	private final int bluePort = FreePort.find();

	private final int greenPort = FreePort.find();

	private SampleDirectory directory;

	private JavaProcess blue;

	private Nginx nginx;

	BlueGreenStage(Path jar) {
		this.jar = jar;
	}

	@Override
	void start() throws IOException {
		this.directory = own(PlainApplication.directory(this.jar));
		this.directory.install("v1");
		this.blue = launch(this.bluePort);
		this.nginx = own(Nginx.create(Tool.NGINX.require()));
		this.nginx.configure(Nginx.forwarding(this.port, this.bluePort));
		this.nginx.start();
	}

	private JavaProcess launch(int applicationPort) {
		JavaProcess process = own(PlainApplication.launch(this.directory, applicationPort));
		PlainApplication.awaitHealth(process, applicationPort);
		return process;
	}

	@Override
	Target target() {
		return Target.local(this.port);
	}

	@Override
	Change change() throws IOException {
		this.directory.install("v2");
		long triggeredAt = System.nanoTime();
		launch(this.greenPort);
		this.nginx.configure(Nginx.forwarding(this.port, this.greenPort));
		this.nginx.reload();
		return new Change(triggeredAt, PlainApplication.stop(this.blue), Map.of());
	}

}
