package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A command that sends all its requests at once over one connection, and ends with them.
 */
final class CommandHttp2Client implements Http2Client {

	private final Command command;

	private final InetSocketAddress address;

	private final HeldConnection connection;

	private final List<Process> processes = new CopyOnWriteArrayList<>();

	private CommandHttp2Client(Command command, InetSocketAddress address) {
		this.command = command;
		this.address = address;
		try {
			this.connection = HeldConnection.open(address);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Http2Client curl(String address) {
		return new CommandHttp2Client(new Curl(), address(address));
	}

	static Http2Client nghttp(String address) {
		return new CommandHttp2Client(new Nghttp(), address(address));
	}

	private static InetSocketAddress address(String address) {
		URI uri = URI.create(address);
		return new InetSocketAddress(uri.getHost(), uri.getPort());
	}

	@Override
	public CompletableFuture<String> get(String path) {
		return run(this.address.getPort(), path, 1).get(0);
	}

	@Override
	public List<CompletableFuture<String>> get(String path, int streams) {
		return run(this.connection.port(), path, streams);
	}

	private List<CompletableFuture<String>> run(int port, String path, int streams) {
		try {
			Process process = new ProcessBuilder(this.command.line("https://localhost:" + port + path, streams))
				.redirectErrorStream(true)
				.start();
			this.processes.add(process);
			CompletableFuture<List<String>> all = CompletableFuture.supplyAsync(() -> outcomes(process, streams),
					(task) -> new Thread(task, "command-output").start());
			List<CompletableFuture<String>> each = new ArrayList<>();
			for (int i = 0; i < streams; i++) {
				int index = i;
				each.add(all.thenApply((outcomes) -> outcomes.get(index)));
			}
			return each;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> outcomes(Process process, int streams) {
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			List<String> outcomes = new ArrayList<>(this.command.outcomes(output));
			while (outcomes.size() < streams) {
				outcomes.add("failed: " + output);
			}
			return outcomes;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
		try {
			this.connection.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is special about a command.
	 */
	private interface Command {

		List<String> line(String url, int streams);

		/**
		 * Reads what became of the requests.
		 * @param output all that the command has written
		 * @return status and instance of each answer that came as a whole
		 */
		List<String> outcomes(String output);

	}

	private static final class Curl implements Command {

		private static final Pattern ANSWER = Pattern.compile("answer ([0-9]+ [0-9]+) exit 0;");

		@Override
		public List<String> line(String url, int streams) {
			List<String> line = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--insecure", "--http2",
					"--parallel", "--write-out", "answer %{http_code} %header{x-instance} exit %{exitcode};"));
			for (int i = 0; i < streams; i++) {
				line.addAll(List.of("--output", "/dev/null", url));
			}
			return line;
		}

		@Override
		public List<String> outcomes(String output) {
			return ANSWER.matcher(output).results().map((answer) -> answer.group(1)).toList();
		}

	}

	private static final class Nghttp implements Command {

		private static final Pattern HEADER = Pattern
			.compile("recv \\(stream_id=(\\d+)\\) (:status|x-instance): (\\d+)");

		private static final Pattern END = Pattern
			.compile("recv (?:DATA|HEADERS) frame <length=\\d+, flags=0x\\d[13579bdf], stream_id=(\\d+)>");

		@Override
		public List<String> line(String url, int streams) {
			return List.of("nghttp", "--verbose", "--null-out", "--no-dep", "--multiply=" + streams, url);
		}

		@Override
		public List<String> outcomes(String output) {
			Map<String, Map<String, String>> headers = new TreeMap<>();
			HEADER.matcher(output)
				.results()
				.forEach((header) -> headers.computeIfAbsent(header.group(1), (stream) -> new TreeMap<>())
					.put(header.group(2), header.group(3)));
			return END.matcher(output)
				.results()
				.map((MatchResult end) -> headers.getOrDefault(end.group(1), Map.of()))
				.map((header) -> header.get(":status") + " " + header.get("x-instance"))
				.toList();
		}

	}

}
