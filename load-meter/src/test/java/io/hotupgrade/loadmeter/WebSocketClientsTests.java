package io.hotupgrade.loadmeter;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class WebSocketClientsTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@Test
	void echoesAndTheCloseCodeAreCounted() throws IOException {
		WebSocketReport report = reportAtEnd(new WebSocketServer(3, (message) -> message, 1001));
		assertThat(report.closes()).isEqualTo(Map.of(WebSocketReport.GOING_AWAY, 2L));
		assertThat(report.echoes()).isEqualTo(6);
		assertThat(report.wrong()).isZero();
		assertThat(report.firstClose()).isPositive().isLessThanOrEqualTo(report.lastClose());
	}

	@Test
	void anEndWithoutACloseFrameIsAbnormal() throws IOException {
		WebSocketReport report = reportAtEnd(new WebSocketServer(1, (message) -> message, 0));
		assertThat(report.closes()).isEqualTo(Map.of(1006, 2L));
	}

	@Test
	void anotherAnswerIsWrong() throws IOException {
		WebSocketReport report = reportAtEnd(new WebSocketServer(1, (message) -> message + "0", 1001));
		assertThat(report.wrong()).isEqualTo(2);
		assertThat(report.echoes()).isZero();
	}

	@Test
	void nobodyThereIsAnException() throws IOException {
		WebSocketServer server = new WebSocketServer(1, (message) -> message, 1001);
		server.close();
		assertThatIOException().isThrownBy(() -> WebSocketClients.connect(server.target(), 1, Duration.ofMillis(1)));
	}

	private static WebSocketReport reportAtEnd(WebSocketServer running) throws IOException {
		try (running; WebSocketClients clients = WebSocketClients.connect(running.target(), 2, Duration.ofMillis(1))) {
			long deadline = System.nanoTime() + LIMIT.toNanos();
			while (clients.report().open() > 0 && System.nanoTime() - deadline < 0) {
				Thread.onSpinWait();
			}
			return clients.report();
		}
	}

}
