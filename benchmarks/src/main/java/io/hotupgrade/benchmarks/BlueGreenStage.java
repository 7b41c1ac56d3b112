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
final class BlueGreenStage implements Stage {

	private final SampleDirectory directory;

	private final int port = FreePort.find();

	private final int bluePort = FreePort.find();

	private final int greenPort = FreePort.find();

	private final JavaProcess blue;

	private JavaProcess green;

	private Nginx nginx;

	private BlueGreenStage(SampleDirectory directory) {
		this.directory = directory;
		this.blue = PlainApplication.launch(directory, this.bluePort);
	}

	static BlueGreenStage start(Path jar) throws IOException {
		BlueGreenStage stage = new BlueGreenStage(PlainApplication.install(jar));
		try {
			PlainApplication.awaitHealth(stage.blue, stage.bluePort);
			stage.nginx = Nginx.start(Tool.NGINX.require(), Nginx.forwarding(stage.port, stage.bluePort));
			return stage;
		}
		catch (IOException | RuntimeException ex) {
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
		this.green = PlainApplication.launch(this.directory, this.greenPort);
		PlainApplication.awaitHealth(this.green, this.greenPort);
		this.nginx.configure(Nginx.forwarding(this.port, this.greenPort));
		this.nginx.reload();
		return new Change(triggeredAt, PlainApplication.stop(this.blue), Map.of());
	}

	@Override
	public void close() {
		if (this.nginx != null) {
			this.nginx.close();
		}
		this.blue.close();
		if (this.green != null) {
			this.green.close();
		}
		this.directory.close();
	}

}
