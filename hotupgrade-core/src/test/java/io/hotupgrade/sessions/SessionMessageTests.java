package io.hotupgrade.sessions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

import io.hotupgrade.sessions.SessionMessage.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link SessionMessage} and what it carries.
 */
class SessionMessageTests {

	private static ByteBuffer body(ByteBuffer frame) {
		assertThat(frame.getInt()).isEqualTo(frame.remaining());
		return frame;
	}

	@Test
	void aMessageIsReadAsItWasWritten() throws Exception {
		SessionContent content = new SessionContent(1, 2, 3, true, Map.of("größe", new byte[] { 4, 5 }));
		SessionMessage message = SessionMessage
			.decode(body(new SessionMessage(Kind.GIVE, "A1B2", 7, content.encode()).encode()));
		assertThat(message.kind()).isEqualTo(Kind.GIVE);
		assertThat(message.id()).isEqualTo("A1B2");
		assertThat(message.number()).isEqualTo(7);
		SessionContent read = SessionContent.decode(message.body());
		assertThat(read.accessedAt()).isEqualTo(2);
		assertThat(read.fresh()).isTrue();
		assertThat(read.attributes()).containsOnlyKeys("größe");
		assertThat(read.attributes().get("größe")).containsExactly(4, 5);
	}

	/** Another release would understand something else. */
	@Test
	void kindsKeepTheirNumbers() {
		assertThat(Kind.values()).containsExactly(Kind.HELLO, Kind.ASK, Kind.GIVE, Kind.NONE, Kind.DELETED, Kind.LATE,
				Kind.LEFT, Kind.LEFT_HEARD, Kind.UNKNOWN);
	}

	@Test
	void aKindOfALaterReleaseIsUnknown() throws Exception {
		ByteBuffer frame = body(new SessionMessage(Kind.ASK, "A", 1).encode());
		frame.put(frame.position(), (byte) 200);
		assertThat(SessionMessage.decode(frame).kind()).isEqualTo(Kind.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 5, 11 })
	void whatIsCutOffIsNoMessage(int length) {
		ByteBuffer frame = body(new SessionMessage(Kind.ASK, "A1B2", 1).encode());
		assertThatIOException().isThrownBy(() -> SessionMessage.decode(frame.limit(frame.position() + length)));
	}

	@Test
	void contentThatIsCutOffIsRefused() {
		byte[] bytes = new SessionContent(1, 2, 3, true, Map.of("name", new byte[100])).encode();
		byte[] half = Arrays.copyOf(bytes, bytes.length - 50);
		assertThatIOException().isThrownBy(() -> SessionContent.decode(half)).isInstanceOf(IOException.class);
	}

}
