package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleDirectory;

/**
 * What {@code systemctl restart} does: the application is stopped gracefully, then
 * started again.
 */
final class RestartStage extends Stage {

	private final Path jar;

	private final int port = FreePort.find();

	private SampleDirectory directory;

	private JavaProcess old;

	RestartStage(Path jar) {
		this.jar = jar;
	}

	@Override
	void start() throws IOException {
		this.directory = own(PlainApplication.directory(this.jar));
		this.directory.install("v1");
		this.old = launch();
		PlainApplication.awaitHealth(this.old, this.port);
	}

	private JavaProcess launch() {
		return own(PlainApplication.launch(this.directory, this.port));
	}

	@Override
	Target target() {
		return Target.local(this.port);
	}

	@Override
	Change change() throws IOException {
		this.directory.install("v2");
		long triggeredAt = System.nanoTime();
		long goneAt = PlainApplication.stop(this.old);
		launch();
		return new Change(triggeredAt, goneAt, Map.of());
	}

}
