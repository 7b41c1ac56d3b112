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
final class RestartStage implements Stage {

	private final SampleDirectory directory;

	private final int port;

	private JavaProcess process;

	private RestartStage(SampleDirectory directory, int port) {
		this.directory = directory;
		this.port = port;
		this.process = PlainApplication.launch(directory, port);
	}

	static RestartStage start(Path jar) throws IOException {
		RestartStage stage = new RestartStage(PlainApplication.install(jar), FreePort.find());
		try {
			PlainApplication.awaitHealth(stage.process, stage.port);
			return stage;
		}
		catch (RuntimeException ex) {
			stage.close();
			throw ex;
		}
	}

	@Override
	public Target target() {
		return Target.local(this.port);
	}

	@Override
	public Change change() throws IOException {
		this.directory.install("v2");
		long triggeredAt = System.nanoTime();
		long goneAt = PlainApplication.stop(this.process);
		this.process = PlainApplication.launch(this.directory, this.port);
		return new Change(triggeredAt, goneAt, Map.of());
	}

	@Override
	public void close() {
		this.process.close();
		this.directory.close();
	}

}
