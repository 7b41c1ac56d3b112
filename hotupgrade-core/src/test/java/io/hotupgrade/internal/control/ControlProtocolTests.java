package io.hotupgrade.internal.control;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import io.hotupgrade.FailureReason;
import io.hotupgrade.internal.control.ControlMessage.AbortRequested;
import io.hotupgrade.internal.control.ControlMessage.Bound;
import io.hotupgrade.internal.control.ControlMessage.Committed;
import io.hotupgrade.internal.control.ControlMessage.ContinueRequested;
import io.hotupgrade.internal.control.ControlMessage.Drained;
import io.hotupgrade.internal.control.ControlMessage.Failed;
import io.hotupgrade.internal.control.ControlMessage.Heartbeat;
import io.hotupgrade.internal.control.ControlMessage.Names;
import io.hotupgrade.internal.control.ControlMessage.OperatorUpgrade;
import io.hotupgrade.internal.control.ControlMessage.Progress;
import io.hotupgrade.internal.control.ControlMessage.Ready;
import io.hotupgrade.internal.control.ControlMessage.Refused;
import io.hotupgrade.internal.control.ControlMessage.Released;
import io.hotupgrade.internal.control.ControlMessage.RequestEntrance;
import io.hotupgrade.internal.control.ControlMessage.ResourcesReleased;
import io.hotupgrade.internal.control.ControlMessage.ResourcesWanted;
import io.hotupgrade.internal.control.ControlMessage.RolledBack;
import io.hotupgrade.internal.control.ControlMessage.Sessions;
import io.hotupgrade.internal.control.ControlMessage.Shifted;
import io.hotupgrade.internal.control.ControlMessage.State;
import io.hotupgrade.internal.control.ControlMessage.StateReleased;
import io.hotupgrade.internal.control.ControlMessage.Stopping;
import io.hotupgrade.internal.control.ControlMessage.WarmUp;
import io.hotupgrade.internal.control.ControlMessage.WorkReleased;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pins the fields of protocol 1. A failure here means that a running release would not
 * understand this one: add fields, do not change those that are there, and add a resource
 * of the new bytes beside the old ones. The order of fields is free.
 */
class ControlProtocolTests {

	private final ControlCodec codec = new ControlCodec();

	static Stream<Arguments> pinned() throws Exception {
		return Stream.concat(
				pinned("protocol-1.properties",
						List.of(TestMessages.hello(""), TestMessages.welcome(), new Drained(TestMessages.failed()),
								new Shifted(TestMessages.shift()), TestMessages.traffic(), new ContinueRequested(2))),
				pinned("protocol-1-complete.properties", complete()));
	}

	private static List<ControlMessage> complete() {
		return List.of(TestMessages.hello("shop"), TestMessages.takeoverRequest(),
				TestMessages.welcome(List.of(TestMessages.complete())),
				new Refused(PeerRefusal.NOT_AWAITED, "Kein Upgrade läuft"), new Bound(TestMessages.listeners()),
				new Failed(FailureReason.UNHEALTHY, "Fehler"), new Progress(TestMessages.complete()),
				new Drained(TestMessages.complete()), new RolledBack("weil…"), new Heartbeat(Long.MAX_VALUE),
				new WarmUp(TestMessages.warmUp()), TestMessages.learned(), new WorkReleased(1_767_323_045_678L),
				new Shifted(TestMessages.heldShift()), TestMessages.traffic(), new ContinueRequested(2),
				new Names(List.of("shop:8080", "bücher")), new Sessions("/tmp/größe/4711.sessions", "0a1b2c"),
				new State("/tmp/größe/4711.state", "0a1b2c"), new StateReleased(), new ResourcesWanted(),
				new ResourcesReleased(), new RequestEntrance(40123, List.of("X-Secret", "0a1b2c")), new Ready(),
				new Stopping(), new AbortRequested(), new Committed(), new Released(), TestMessages.operatorRequest(),
				TestMessages.operatorStatus(List.of(TestMessages.complete())),
				new OperatorUpgrade(TestMessages.complete()), TestMessages.operatorCheck(),
				TestMessages.operatorRefusal(), TestMessages.operatorPreparation());
	}

	private static Stream<Arguments> pinned(String resource, List<ControlMessage> messages) throws Exception {
		Properties frames = new Properties();
		try (InputStream in = ControlProtocolTests.class.getResourceAsStream(resource)) {
			frames.load(in);
		}
		return messages.stream()
			.map((message) -> Arguments.of(message, frames.getProperty(message.getClass().getSimpleName())));
	}

	@Test
	void everyTypeIsPinned() {
		assertThat(complete()).hasSameSizeAs(MessageFormat.ALL);
	}

	@ParameterizedTest
	@MethodSource("pinned")
	void encodeGivesThePinnedFields(ControlMessage message, String hex) throws Exception {
		ByteBuffer frame = this.codec.encode(message);
		assertThat(frame.getInt()).isEqualTo(frame.remaining());
		ByteBuffer pinned = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).position(Integer.BYTES);
		assertThat(type(frame)).isEqualTo(type(pinned));
		assertThat(WireTree.of(frame)).satisfies((tree) -> tree.assertHasAll(WireTree.of(pinned)));
	}

	@ParameterizedTest
	@MethodSource("pinned")
	void decodeGivesThePinnedMessage(ControlMessage message, String hex) throws Exception {
		ByteBuffer frame = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
		assertThat(frame.getInt()).isEqualTo(frame.remaining());
		assertThat(this.codec.decode(frame)).isEqualTo(message);
	}

	private static String type(ByteBuffer body) throws ControlProtocolException {
		return FieldReader.string(FieldReader.slice(body, FieldReader.unsignedShort(body)));
	}

}
