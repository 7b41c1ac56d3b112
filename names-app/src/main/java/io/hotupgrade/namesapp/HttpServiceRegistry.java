package io.hotupgrade.namesapp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * A registry over HTTP, in which an entry lasts as long as it is repeated.
 */
class HttpServiceRegistry implements ServiceRegistry<Registration> {

	private static final Duration HEARTBEAT = Duration.ofMillis(500);

	private final HttpClient client = HttpClient.newHttpClient();

	private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "registry-heartbeat");
		thread.setDaemon(true);
		return thread;
	});

	private final int port;

	HttpServiceRegistry(int port) {
		this.port = port;
	}

	@Override
	public void register(Registration registration) {
		this.heartbeat.scheduleWithFixedDelay(() -> send("PUT", registration), 0, HEARTBEAT.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	@Override
	public void deregister(Registration registration) {
		this.heartbeat.shutdownNow();
		send("DELETE", registration);
	}

	private void send(String method, Registration registration) {
		URI uri = URI.create("http://localhost:%d/%s".formatted(this.port, registration.getInstanceId()));
		String body = Long.toString(ProcessHandle.current().pid());
		try {
			this.client.send(
					HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
					BodyHandlers.discarding());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.heartbeat.shutdownNow();
	}

	@Override
	public void setStatus(Registration registration, String status) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> T getStatus(Registration registration) {
		throw new UnsupportedOperationException();
	}

}
