package io.hotupgrade.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SockJS sessions over HTTP are closed as those over WebSocket are, at the moment that
 * the stream policy says.
 */
class SockJsDrainIT {

	private static final String CLOSE = "c[1001,\"This instance is going away\"]";

	@TempDir
	Path directory;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Test
	void sessionsGetTheirCloseFrame() throws Exception {
		JavaLaunch launch = Sample.quick(this.directory)
			.withArguments("--hotupgrade.drain.stream.policy=at-once", "--hotupgrade.drain.idle-timeout=1s");
		try (SampleInstance sample = SampleInstance.start(launch, Leaving.LIMIT)) {
			leave(sample, Leaving.UPGRADE);
			leave(sample, Leaving.SIGTERM);
		}
	}

	private void leave(SampleInstance sample, Leaving leaving) throws Exception {
		String sockJs = "http://127.0.0.1:" + sample.port() + "/sockjs/0/";
		Iterator<String> streaming = open("POST", sockJs + leaving + "1/xhr_streaming");
		Iterator<String> events = open("GET", sockJs + leaving + "2/eventsource");
		assertThat(send("POST", sockJs + leaving + "3/xhr", "").body()).isEqualTo("o\n");
		CompletableFuture<HttpResponse<String>> poll = this.http
			.sendAsync(request("POST", sockJs + leaving + "3/xhr", ""), BodyHandlers.ofString());
		awaitFrame(streaming, "o");
		awaitFrame(events, "data: o");
		assertThat(send("POST", sockJs + leaving + "1/xhr_send", "[\"hello\"]").statusCode()).isEqualTo(204);
		awaitFrame(streaming, "a[\"hello\"]");
		Leaving.Departure departure = leaving.begin(sample);
		awaitFrame(streaming, CLOSE);
		awaitFrame(events, "data: " + CLOSE);
		assertThat(poll.get(Leaving.LIMIT.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo(CLOSE + "\n");
		assertThat(streaming.hasNext()).isFalse();
		departure.awaitEnd();
		if (leaving == Leaving.UPGRADE) {
			// The other instance does not know the session, which a client takes for its
			// end.
			assertThat(send("POST", sockJs + leaving + "1/xhr_send", "[\"late\"]").statusCode()).isEqualTo(404);
			assertThat(send("POST", sockJs + leaving + "3/xhr", "").body()).isEqualTo("o\n");
		}
	}

	private Iterator<String> open(String method, String uri) throws Exception {
		Stream<String> lines = this.http.send(request(method, uri, ""), BodyHandlers.ofLines()).body();
		return lines.iterator();
	}

	private static void awaitFrame(Iterator<String> lines, String frame) {
		while (lines.hasNext()) {
			String line = lines.next();
			// Else it is the prelude, a heartbeat or an empty line.
			if (line.equals(frame)) {
				return;
			}
			assertThat(line).matches("h*|data: h|");
		}
		throw new AssertionError("The end came instead of " + frame);
	}

	private HttpResponse<String> send(String method, String uri, String body) throws Exception {
		return this.http.send(request(method, uri, body), BodyHandlers.ofString());
	}

	private static HttpRequest request(String method, String uri, String body) {
		return HttpRequest.newBuilder(URI.create(uri)).method(method, BodyPublishers.ofString(body)).build();
	}

}
