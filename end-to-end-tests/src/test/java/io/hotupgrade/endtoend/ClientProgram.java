package io.hotupgrade.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that is a program: for each line of its standard input, a number and a path,
 * it sends a request, and writes a line with the number and the outcome.
 */
final class ClientProgram implements Http2Client {

	private final Process process;

	private final Writer in;

	private final AtomicInteger requests = new AtomicInteger();

	private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();

	private final List<String> other = new ArrayList<>();

	private ClientProgram(Process process) {
		this.process = process;
		this.in = process.outputWriter();
		Thread reader = new Thread(this::read, "client-program");
		reader.setDaemon(true);
		reader.start();
	}

	static ClientProgram start(String... command) {
		try {
			return new ClientProgram(new ProcessBuilder(command).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (BufferedReader out = this.process.inputReader()) {
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				int space = line.indexOf(' ');
				CompletableFuture<String> answer = (space > 0) ? this.waiting.remove(line.substring(0, space)) : null;
				if (answer != null) {
					answer.complete(line.substring(space + 1));
				}
				else {
					this.other.add(line);
				}
			}
		}
		catch (IOException ex) {
			this.other.add(ex.toString());
		}
		this.waiting.values().forEach((answer) -> answer.complete("failed: the program ended: " + this.other));
	}

	@Override
	public synchronized CompletableFuture<String> get(String path) {
		String id = Integer.toString(this.requests.incrementAndGet());
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.waiting.put(id, answer);
		try {
			this.in.write(id + " " + path + "\n");
			this.in.flush();
		}
		catch (IOException ex) {
			answer.complete("failed: " + ex);
		}
		return answer;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
