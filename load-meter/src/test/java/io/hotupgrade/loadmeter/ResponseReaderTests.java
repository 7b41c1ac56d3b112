package io.hotupgrade.loadmeter;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResponseReaderTests {

	@Test
	void bodyWithLengthEndsThereAndLeavesTheRest() throws IOException {
		InputStream input = input("HTTP/1.1 200 OK\r\ncontent-LENGTH: 3\r\n\r\nabcdef");
		HttpResponse response = new ResponseReader(input).read();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEqualTo("abc");
		assertThat(response.reusable()).isTrue();
		assertThat(input.readAllBytes()).asString().isEqualTo("def");
	}

	@Test
	void chunkedBodyIsPutTogether() throws IOException {
		InputStream input = input("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\nrest");
		HttpResponse response = new ResponseReader(input).read();
		assertThat(response.text()).isEqualTo("abc0123456789");
		assertThat(response.reusable()).isTrue();
		assertThat(input.readAllBytes()).asString().isEqualTo("rest");
	}

	@Test
	void bodyWithoutLengthEndsWithTheConnection() throws IOException {
		HttpResponse response = read("HTTP/1.1 200 OK\r\nX-Instance: 5\r\n\r\nabc");
		assertThat(response.text()).isEqualTo("abc");
		assertThat(response.reusable()).isFalse();
		assertThat(response.instance()).isEqualTo("5");
	}

	@Test
	void connectionCloseEndsTheConnection() throws IOException {
		assertThat(read("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n").reusable()).isFalse();
	}

	@Test
	void interimResponsesAreSkipped() throws IOException {
		assertThat(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n").status()).isEqualTo(204);
	}

	@Test
	void endBeforeTheFirstByteIsToldFromAnEndWithin() {
		ResponseReader before = new ResponseReader(input(""));
		assertThatExceptionOfType(EOFException.class).isThrownBy(before::read);
		assertThat(before.isBegun()).isFalse();
		ResponseReader within = new ResponseReader(input("H"));
		assertThatExceptionOfType(EOFException.class).isThrownBy(within::read);
		assertThat(within.isBegun()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/2 200\r\n\r\n", "HTTP/1.1 999 Odd\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
			"HTTP/1.1 200 OK\r\nno header\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n" })
	void nonsenseIsMalformed(String text) {
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> read(text));
	}

	@Test
	void endlessLineAndEndlessHeadersAreMalformed() {
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> read("x".repeat(10_000)));
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(101) + "\r\n"));
	}

	private static HttpResponse read(String text) throws IOException {
		return new ResponseReader(input(text)).read();
	}

	private static InputStream input(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
