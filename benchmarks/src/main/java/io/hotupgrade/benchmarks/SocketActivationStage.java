package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.JarFile;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleDirectory;

/**
 * What {@code systemctl restart} does to a service with a socket unit: the application is
 * stopped gracefully, then started again, while connections wait in the accept queue.
 */
final class SocketActivationStage extends Stage {

	private static final String ABILITY = "BOOT-INF/classes/io/hotupgrade/sample/InheritedListenerConfiguration.class";

	private final Path jar;

	private final int port = FreePort.find();

	private SampleDirectory directory;

	private SocketHolder holder;

	SocketActivationStage(Path jar) {
		this.jar = jar;
	}

	/** Whether a sample can listen on a socket that it has inherited. */
	static boolean isPossible(Path jar) {
		try (JarFile file = new JarFile(jar.toFile())) {
			return file.getEntry(ABILITY) != null;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	void start() throws IOException {
		this.directory = own(PlainApplication.directory(this.jar));
		this.directory.install("v1");
		JavaLaunch launch = this.directory.launch()
			.withArguments("--server.port=" + this.port, "--sample.inherited-listener=true");
		this.holder = own(SocketHolder.start(launch, this.port));
		PlainApplication.awaitHealth(this.holder.process(), this.port);
	}

	@Override
	Target target() {
		return Target.local(this.port);
	}

	@Override
	Change change() throws IOException {
		this.directory.install("v2");
		ProcessHandle old = this.holder.service();
		long triggeredAt = System.nanoTime();
		old.destroy();
		try {
			old.onExit().get(PlainApplication.STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while process " + old.pid() + " stopped", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(
					"Process " + old.pid() + " did not end within " + PlainApplication.STOP_TIMEOUT, ex);
		}
		return new Change(triggeredAt, System.nanoTime(), Map.of());
	}

}
