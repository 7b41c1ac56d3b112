package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands in for an application with an upgrade endpoint. Its upgrades launch a process
 * and fail at once, leaving that process behind.
 */
public final class StubApplication {

	private static final long PID = ProcessHandle.current().pid();

	private static volatile long successor;

	private StubApplication() {
	}

	/**
	 * Starts the application.
	 * @param args {@code --fail} to end with an error
	 */
	public static void main(String[] args) throws IOException {
		List<String> arguments = List.of(args);
		if (arguments.contains("--fail")) {
			System.out.println("cannot go on: " + System.getenv("STUB_REASON"));
			System.exit(3);
		}
		int port = Integer.parseInt(arguments.get(arguments.size() - 1).replace("--server.port=", ""));
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
		server.createContext("/", (exchange) -> answer(exchange, 200, "pid=" + PID));
		server.createContext(UpgradeClient.PATH, StubApplication::endpoint);
		server.start();
	}

	private static void endpoint(HttpExchange exchange) throws IOException {
		switch (exchange.getRequestMethod()) {
			case "GET" -> answer(exchange, 200, """
					{"state":"SERVING","generation":4,"pid":%d,"version":"v1","new":{"field":1},
					"steering":{"mode":"cbpf","detail":""},"connections":3,"requests":1,
					"history":[%s]}""".formatted(PID, upgrade()));
			case "POST" -> launch(exchange);
			default -> answer(exchange, 409, "{\"reason\":\"NOTHING_TO_ABORT\",\"message\":\"no upgrade\"}");
		}
	}

	private static void launch(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		if (body.contains("foreign")) {
			successor = ProcessHandle.current().parent().orElseThrow().pid();
		}
		else {
			successor = new ProcessBuilder("sleep", Long.toString(TimeUnit.MINUTES.toSeconds(2))).start().pid();
		}
		answer(exchange, 202, upgrade());
	}

	private static String upgrade() {
		return """
				{"id":"u1","state":"LAUNCHING","phase":"LAUNCHING","outcome":"FAILED","reason":"SUCCESSOR_EXITED",
				"predecessor":{"pid":%d,"generation":4,"version":"v1"},"successor":{"pid":%d},
				"timings":{"LAUNCHING":12},"receipt":{"connectionsAtCommit":7},"output":["a","b"]}""".formatted(PID,
				successor);
	}

	private static void answer(HttpExchange exchange, int status, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

}
