package io.hotupgrade.sample;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@WebMvcTest
@TestPropertySource(properties = "sample.version=v7")
class ControllersTests {

	private static final String PID = Long.toString(ProcessHandle.current().pid());

	@Autowired
	private MockMvcTester mvc;

	@Test
	void rootTellsProcessGenerationAndVersion() {
		assertThat(this.mvc.get().uri("/")).hasStatusOk().hasBodyTextEqualTo("pid=" + PID + " generation=3 version=v7");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/slow?ms=x", "/nowhere" })
	void everyResponseCarriesTheInstance(String uri) {
		assertThat(this.mvc.get().uri(uri)).hasHeader(InstanceHeaderFilter.HEADER, PID);
	}

	@Test
	void warmUpCountsTheRequestsThatAreMarked() {
		assertThat(this.mvc.get().uri("/").header("X-Hotupgrade-Warm-Up", "true")).hasStatusOk();
		assertThat(this.mvc.get().uri("/warm-up")).hasStatusOk().hasBodyTextEqualTo("requests=0");
		assertThat(this.mvc.get().uri("/nowhere").requestAttr(WarmUpCounter.ATTRIBUTE, true)).hasStatus(404);
		assertThat(this.mvc.get().uri("/warm-up")).hasBodyTextEqualTo("requests=1");
	}

	@Test
	void slowAnswersAfterTheTimeAskedFor() {
		long start = System.nanoTime();
		assertThat(this.mvc.get().uri("/slow?ms=200")).hasStatusOk().hasBodyTextEqualTo("slow=200");
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000L);
	}

	@Test
	void streamEndsWithCountAndChecksum() throws Exception {
		MvcTestResult result = this.mvc.get().uri("/stream?seconds=1").exchange();
		String body = result.getResponse().getContentAsString();
		String lines = body.substring(0, body.indexOf("end "));
		assertThat(lines.lines()).hasSize(10).startsWith("line 1").endsWith("line 10");
		assertThat(body).endsWith("end count=10 crc=" + checksum(lines) + "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/async/deferred", "/async/callable", "/ignored/slow" })
	void otherThreadsAnswerTheSame(String path) {
		assertThat(this.mvc.get().uri(path + "?ms=20")).hasStatusOk().hasBodyTextEqualTo("slow=20");
	}

	@Test
	void streamFromAnotherThreadIsTheSame() {
		assertThat(this.mvc.get().uri("/async/body?seconds=0")).hasBodyTextEqualTo("end count=0 crc=00000000\n");
	}

	@Test
	void eventsAreNumbered() {
		assertThat(this.mvc.get().uri("/sse?seconds=1")).bodyText()
			.startsWith("data:event 1\n\n")
			.endsWith("data:event 10\n\n");
	}

	@Test
	void ticksTellsWhatThisInstanceHasDone() {
		assertThat(this.mvc.get().uri("/ticks")).hasStatusOk()
			.hasBodyTextEqualTo("pid=" + PID + " ticks=0 first=null last=null");
	}

	@Test
	void streamOfNoTimeHasOnlyItsEnd() {
		assertThat(this.mvc.get().uri("/stream?seconds=0")).hasBodyTextEqualTo("end count=0 crc=00000000\n");
	}

	@Test
	void uploadTellsLengthAndChecksum() {
		String body = "x".repeat(20_000);
		assertThat(this.mvc.post().uri("/upload").content(body)).hasStatusOk()
			.hasBodyTextEqualTo("len=20000 crc=" + checksum(body));
	}

	@Test
	void uploadOfNothingIsCounted() {
		assertThat(this.mvc.post().uri("/upload")).hasBodyTextEqualTo("len=0 crc=00000000");
	}

	@Test
	void counterCountsVisitsOfASession() {
		MockHttpSession session = new MockHttpSession();
		assertThat(this.mvc.get().uri("/counter").session(session)).bodyText().contains("count=1<");
		assertThat(this.mvc.get().uri("/counter").session(session)).bodyText().contains("count=2<");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/slow", "/slow?ms=", "/slow?ms=soon", "/slow?ms=-1", "/slow?ms=600001",
			"/slow?ms=99999999999", "/stream", "/stream?seconds=-1", "/stream?seconds=1.5", "/stream?seconds=3601" })
	void nonsenseIsABadRequest(String uri) {
		assertThat(this.mvc.get().uri(uri)).hasStatus(400);
	}

	@Test
	void badRequestTellsWhatWasWrong() {
		assertThat(this.mvc.get().uri("/slow?ms=-1")).bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("ms is -1; it has to be from 0 to 600000");
	}

	private static String checksum(String text) {
		CRC32 checksum = new CRC32();
		checksum.update(text.getBytes(StandardCharsets.US_ASCII));
		return "%08x".formatted(checksum.getValue());
	}

	@TestConfiguration
	static class ThirdGeneration {

		@Bean
		Generation generation() {
			return () -> 3;
		}

	}

}
