package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Wave after wave of HTTP/2 connections by nghttp2's h2load. Each connection opens all
 * its streams at once and waits for them: h2load gives up what it has not sent when it
 * receives GOAWAY, so only streams that it has sent say something about the server.
 */
final class H2Load implements AutoCloseable {

	private static final Pattern RESULT = Pattern
		.compile("requests: \\d+ total, (\\d+) started, \\d+ done, (\\d+) succeeded, .*");

	private static final int CONNECTIONS = 4;

	private static final int STREAMS = 10;

	private final List<Wave> waves = new CopyOnWriteArrayList<>();

	private final String uri;

	private final Repetition repetition;

	private H2Load(String uri) {
		this.uri = uri;
		this.repetition = Repetition.start("h2load", () -> this.waves.add(wave()));
	}

	static H2Load start(String uri) {
		return new H2Load(uri);
	}

	private Wave wave() {
		try {
			Process process = new ProcessBuilder("h2load", "-n", Integer.toString(CONNECTIONS * STREAMS), "-c",
					Integer.toString(CONNECTIONS), "-m", Integer.toString(STREAMS), this.uri)
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Matcher result = RESULT.matcher(output);
			if (!result.find()) {
				throw new IllegalStateException("h2load wrote no result: " + output);
			}
			return new Wave(Integer.parseInt(result.group(1)), Integer.parseInt(result.group(2)), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** All waves that are over. */
	List<Wave> waves() {
		return List.copyOf(this.waves);
	}

	/** Begins no wave any more and waits for the last one. */
	void stop() {
		this.repetition.stop();
	}

	@Override
	public void close() {
		stop();
	}

	/**
	 * What became of a wave.
	 *
	 * @param started streams that were opened
	 * @param succeeded those that were answered with status 2xx
	 * @param output all that h2load wrote
	 */
	record Wave(int started, int succeeded, String output) {

		boolean isWhole() {
			return this.started == this.succeeded;
		}

	}

}
