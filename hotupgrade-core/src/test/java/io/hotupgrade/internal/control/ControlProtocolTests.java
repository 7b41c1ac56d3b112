package io.hotupgrade.internal.control;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pins the bytes of protocol 1. A failure here means that a running release would not
 * understand this one: add fields, do not change those that are there, and add a resource
 * of the new bytes beside the old ones.
 */
class ControlProtocolTests {

	private final ControlCodec codec = new ControlCodec();

	static Stream<Arguments> pinned() throws Exception {
		Properties frames = new Properties();
		try (InputStream in = ControlProtocolTests.class.getResourceAsStream("protocol-1.properties")) {
			frames.load(in);
		}
		List<ControlMessage> messages = List.of(TestMessages.hello(), TestMessages.welcome(),
				new ControlMessage.Drained(TestMessages.failed()), new ControlMessage.Shifted(TestMessages.shift()),
				TestMessages.traffic(), new ControlMessage.ContinueRequested(2));
		return messages.stream()
			.map((message) -> Arguments.of(message, frames.getProperty(message.getClass().getSimpleName())));
	}

	@ParameterizedTest
	@MethodSource("pinned")
	void encodeGivesThePinnedBytes(ControlMessage message, String hex) throws Exception {
		ByteBuffer frame = this.codec.encode(message);
		assertThat(HexFormat.of().formatHex(frame.array(), 0, frame.limit())).isEqualTo(hex);
	}

	@ParameterizedTest
	@MethodSource("pinned")
	void decodeGivesThePinnedMessage(ControlMessage message, String hex) throws Exception {
		ByteBuffer frame = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
		assertThat(frame.getInt()).isEqualTo(frame.remaining());
		assertThat(this.codec.decode(frame)).isEqualTo(message);
	}

}
