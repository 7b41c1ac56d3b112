package io.hotupgrade.internal.control;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage.Bound;
import io.hotupgrade.internal.control.ControlMessage.Drained;
import io.hotupgrade.internal.control.ControlMessage.Failed;
import io.hotupgrade.internal.control.ControlMessage.Heartbeat;
import io.hotupgrade.internal.control.ControlMessage.Hello;
import io.hotupgrade.internal.control.ControlMessage.Learned;
import io.hotupgrade.internal.control.ControlMessage.OperatorStatus;
import io.hotupgrade.internal.control.ControlMessage.Progress;
import io.hotupgrade.internal.control.ControlMessage.Refused;
import io.hotupgrade.internal.control.ControlMessage.RolledBack;
import io.hotupgrade.internal.control.ControlMessage.Unknown;
import io.hotupgrade.internal.control.ControlMessage.Welcome;
import io.hotupgrade.server.ServerListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ControlCodec}.
 */
class ControlCodecTests {

	private final ControlCodec codec = new ControlCodec();

	static Stream<ControlMessage> messages() {
		return TestMessages.all().stream();
	}

	@ParameterizedTest
	@MethodSource("messages")
	void decodeWhenEncodedGivesTheSameMessage(ControlMessage message) throws Exception {
		ByteBuffer frame = this.codec.encode(message);
		assertThat(frame.getInt()).isEqualTo(frame.remaining());
		assertThat(this.codec.decode(frame)).isEqualTo(message);
	}

	@Test
	void samplesHaveEveryTypeOfMessage() {
		assertThat(messages().map(Object::getClass).distinct().toList())
			.hasSize(ControlMessage.class.getPermittedSubclasses().length - 1);
		assertThat(MessageFormat.ALL).hasSize(ControlMessage.class.getPermittedSubclasses().length - 1);
	}

	@Test
	void asMuchAsCanBeLearnedFitsIntoAFrame() throws Exception {
		LearnedRequest largest = new LearnedRequest("/".repeat(LearnedRequest.MAX_PATH),
				"a".repeat(LearnedRequest.MAX_ACCEPT), "é".repeat(LearnedRequest.MAX_PATH), Long.MAX_VALUE);
		Learned learned = new Learned(Collections.nCopies(LearnSettings.MAX_LIMIT, largest));
		assertThat(decode(this.codec.encode(learned))).isEqualTo(learned);
	}

	@Test
	void decodeWhenAddressHasScopeKeepsIt() throws Exception {
		Bound bound = (Bound) decode(this.codec.encode(new Bound(TestMessages.listeners())));
		assertThat(bound.listeners().get(4).address().getAddress()).isInstanceOfSatisfying(Inet6Address.class,
				(address) -> assertThat(address.getScopeId()).isEqualTo(7));
	}

	@Test
	void encodeWhenTimingsAreInAnotherOrderGivesTheSameBytes() throws Exception {
		assertThat(this.codec.encode(new Drained(TestMessages.failed())))
			.isEqualTo(this.codec.encode(new Drained(TestMessages.failed())));
	}

	@Test
	void encodeWhenMessageIsLargerThanTheLimitFails() {
		assertThatExceptionOfType(ControlProtocolException.class)
			.isThrownBy(() -> new ControlCodec(100).encode(new RolledBack("x".repeat(100))))
			.withMessageContaining("RolledBack")
			.withMessageContaining("at most 100");
	}

	@Test
	void encodeWhenHistoryIsTooLargeDropsTheOutputFirst() throws Exception {
		List<UpgradeRecord> history = TestMessages.history(50, List.of("x".repeat(30_000)));
		Welcome welcome = (Welcome) decode(this.codec.encode(TestMessages.welcome(history)));
		assertThat(welcome.history()).hasSize(50).allMatch((upgrade) -> upgrade.ending().output().isEmpty());
		assertThat(welcome.history()).extracting(UpgradeRecord::id).startsWith("u-0");
	}

	@Test
	void encodeWhenHistoryIsMuchTooLargeKeepsTheNewest() throws Exception {
		ControlCodec small = new ControlCodec(4096);
		Welcome welcome = (Welcome) decode(small.encode(TestMessages.welcome(TestMessages.history(50, List.of("x")))));
		assertThat(welcome.history()).isNotEmpty().hasSizeLessThan(50);
		assertThat(welcome.history().get(0).id()).isEqualTo("u-0");
		assertThat(welcome.command()).isEqualTo(TestMessages.welcome().command());
	}

	@Test
	void encodeWhenAnOperatorIsToldTooMuchKeepsTheNewest() throws Exception {
		ControlCodec small = new ControlCodec(8192);
		OperatorStatus status = (OperatorStatus) decode(
				small.encode(TestMessages.operatorStatus(TestMessages.history(50, List.of("x")))));
		assertThat(status.status().history()).isNotEmpty().hasSizeLessThan(50);
		assertThat(status.status().history().get(0).id()).isEqualTo("u-0");
		assertThat(status.status().drain()).isPresent();
	}

	@Test
	void encodeWhenMessageIsUnknownIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(new Unknown("Later")));
	}

	@Test
	void encodeWhenListenerIsUnresolvedNamesIt() {
		InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere", 80);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.codec.encode(new Bound(List.of(new ServerListener("server:0", unresolved)))))
			.withMessageContaining("server:0");
	}

	@Test
	void decodeWhenTypeIsUnknownGivesItsName() throws Exception {
		assertThat(decode("Later", (out) -> out.text("what", "ever"))).isEqualTo(new Unknown("Later"));
	}

	@Test
	void decodeWhenFieldsAreUnknownIgnoresThem() throws Exception {
		ControlMessage message = decode("Heartbeat", (out) -> {
			out.text("mood", "good");
			out.number("sequence", 7);
			out.list("more", List.of("a"), (item, nested) -> nested.text("b", item));
		});
		assertThat(message).isEqualTo(new Heartbeat(7));
	}

	@Test
	void decodeWhenNestedFieldsAreUnknownIgnoresThem() throws Exception {
		ControlMessage message = decode("Progress", (out) -> out.nested("upgrade", "u-1", (id, upgrade) -> {
			upgrade.text("id", id);
			upgrade.text("colour", "blue");
			upgrade.nested("timings", "PT1S", (time, timings) -> {
				timings.text("POLISHING", time);
				timings.text("SHIFTING", time);
			});
		}));
		UpgradeRecord upgrade = ((Progress) message).upgrade();
		assertThat(upgrade.id()).isEqualTo("u-1");
		assertThat(upgrade.progress().timings()).containsOnlyKeys(UpgradePhase.SHIFTING);
	}

	@Test
	void decodeWhenFieldsAreMissingTakesDefaults() throws Exception {
		InstanceInfo nobody = new InstanceInfo(0, 0, "");
		assertThat(decodeEmpty("Hello")).isEqualTo(new Hello(0, "", 0, "", ""));
		assertThat(decodeEmpty("Welcome"))
			.isEqualTo(new Welcome(0, "", 0, nobody, List.of(), List.of(), Collections.emptyList()));
		assertThat(decodeEmpty("Failed")).isEqualTo(new Failed(FailureReason.START_FAILED, ""));
		UpgradeRecord upgrade = ((Drained) decodeEmpty("Drained")).upgrade();
		assertThat(upgrade).isEqualTo(new UpgradeRecord(new UpgradeRecord.Identity("", nobody, nobody, Instant.EPOCH),
				new UpgradeRecord.Progress(UpgradePhase.SERVING)));
	}

	@Test
	void receiptKeepsHowLongTheCommitTookAndWhatHappenedToSessionsStateAndResources() throws Exception {
		UpgradeReceipt receipt = new UpgradeReceipt(1, 2, 3, 0, 0, Map.of(), Duration.ofNanos(412_345),
				new SessionsReceipt(7, 6, 5, 4), new StateReceipt(3, 2, 1, 4, 65_537L),
				new ExclusiveReceipt(List.of("dataSource"), Duration.ofSeconds(2), 1, 2, 3));
		InstanceInfo nobody = new InstanceInfo(0, 0, "");
		ControlMessage message = new Drained(
				new UpgradeRecord(new UpgradeRecord.Identity("u-1", nobody, nobody, Instant.EPOCH),
						new UpgradeRecord.Progress(UpgradePhase.DRAINING), UpgradeRecord.Ending.NONE, receipt));
		ByteBuffer frame = this.codec.encode(message);
		frame.getInt();
		assertThat(this.codec.decode(frame)).isEqualTo(message);
	}

	@Test
	void decodeWhenEveryTypeHasNoFieldsSucceeds() throws Exception {
		for (MessageFormat<?> format : MessageFormat.ALL) {
			assertThat(decodeEmpty(format.name())).isInstanceOf(format.type());
		}
	}

	@Test
	void decodeWhenListenerHasNoAddressTakesTheWildcard() throws Exception {
		ControlMessage message = decode("Bound",
				(out) -> out.list("listeners", List.of("server:0"), (name, nested) -> nested.text("name", name)));
		assertThat(message).isEqualTo(new Bound(List.of(new ServerListener("server:0", new InetSocketAddress(0)))));
	}

	@Test
	void decodeWhenHistoryHasUnknownConstantsDegrades() throws Exception {
		ControlMessage message = decode("Welcome", (out) -> out.list("history", List.of("u-1"), (id, upgrade) -> {
			upgrade.text("id", id);
			upgrade.text("phase", "POLISHING");
			upgrade.text("outcome", "POSTPONED");
			upgrade.text("reason", "FULL_MOON");
		}));
		UpgradeRecord upgrade = ((Welcome) message).history().get(0);
		assertThat(upgrade.id()).isEqualTo("u-1");
		assertThat(upgrade.phase()).isEqualTo(UpgradePhase.SERVING);
		assertThat(upgrade.ending().outcome()).isEmpty();
		assertThat(upgrade.ending().reason()).isEmpty();
	}

	@Test
	void decodeWhenFailureReasonIsUnknownKeepsItsName() throws Exception {
		ControlMessage message = decode("Failed", (out) -> {
			out.text("reason", "FULL_MOON");
			out.text("message", "Wait a day");
		});
		assertThat(message).isEqualTo(new Failed(FailureReason.START_FAILED, "FULL_MOON: Wait a day"));
	}

	@Test
	void decodeWhenRefusalIsUnknownKeepsItsName() throws Exception {
		ControlMessage message = decode("Refused", (out) -> {
			out.text("reason", "UPGRADE_IN_PROGRESS");
			out.text("message", "Wait a day");
		});
		assertThat(message).isEqualTo(new Refused(PeerRefusal.UNKNOWN, "UPGRADE_IN_PROGRESS: Wait a day"));
	}

	@Test
	void decodeWhenWarmUpIsInAnUnknownStateIgnoresIt() throws Exception {
		Consumer<FieldWriter> report = (out) -> out.nested("report", "DREAMING",
				(state, nested) -> nested.text("state", state));
		assertThat(decode("WarmUp", report)).isEqualTo(new Unknown("WarmUp"));
		Progress progress = (Progress) decode("Progress", (out) -> out.nested("upgrade", "DREAMING",
				(state, upgrade) -> upgrade.nested("warmUp", state, (text, nested) -> nested.text("state", text))));
		assertThat(progress.upgrade().progress().warmUp()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("messages")
	void decodeWhenTruncatedAnywhereFails(ControlMessage message) throws Exception {
		byte[] body = body(this.codec.encode(message));
		for (int length = 0; length < body.length; length += (body.length > 10_000) ? 17 : 1) {
			ByteBuffer truncated = ByteBuffer.wrap(Arrays.copyOf(body, length));
			assertThatExceptionOfType(ControlProtocolException.class).isThrownBy(() -> this.codec.decode(truncated));
		}
	}

	@Test
	void decodeWhenBytesFollowFails() throws Exception {
		byte[] body = body(this.codec.encode(new Heartbeat(1)));
		assertMalformed(Arrays.copyOf(body, body.length + 1), "1 bytes follow");
	}

	@Test
	void decodeWhenLargerThanTheLimitFails() {
		assertThatExceptionOfType(ControlProtocolException.class)
			.isThrownBy(() -> new ControlCodec(10).decode(ByteBuffer.allocate(11)))
			.withMessageContaining("11 bytes");
	}

	@Test
	void decodeWhenValueLengthIsHugeFails() {
		byte[] body = ByteBuffer.allocate(16)
			.putShort((short) 1)
			.put((byte) 'X')
			.putShort((short) 1)
			.putShort((short) 1)
			.put((byte) 'f')
			.putInt(-1)
			.array();
		assertMalformed(body, "4294967295 bytes announced");
	}

	@Test
	void decodeWhenFieldAppearsTwiceFails() {
		assertMalformed("Heartbeat", (out) -> {
			out.number("sequence", 1);
			out.number("sequence", 2);
		}, "'sequence' appears twice");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "1.5", "99999999999999999999" })
	void decodeWhenNumberIsNoneFails(String number) {
		assertMalformed("Heartbeat", (out) -> out.text("sequence", number), "'sequence'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "7f", "7f00000", "xx000001", "localhost" })
	void decodeWhenAddressIsNoneFails(String address) {
		assertMalformed("Bound", (out) -> out.list("listeners", List.of(address), (hex, listener) -> {
			listener.text("address", hex);
			listener.number("port", 80);
		}), "'address'");
	}

	@Test
	void decodeWhenPortIsOutOfRangeFails() {
		assertMalformed("Bound", (out) -> out.list("listeners", List.of(65536), (port, listener) -> {
			listener.text("address", "7f000001");
			listener.number("port", port);
		}), "'port'");
	}

	@Test
	void decodeWhenTextIsNotUtf8Fails() throws Exception {
		byte[] body = body(this.codec.encode(new RolledBack("?")));
		body[body.length - 1] = (byte) 0xFF;
		assertMalformed(body, "UTF-8");
	}

	@Test
	void toStringLeavesOutSecrets() {
		assertThat(TestMessages.hello("shop").toString()).contains("4711").doesNotContain("s3cret");
		assertThat(TestMessages.welcome().toString()).contains("u-7").doesNotContain("-jar");
	}

	private void assertMalformed(String type, Consumer<FieldWriter> fields, String message) {
		assertThatExceptionOfType(ControlProtocolException.class).isThrownBy(() -> decode(type, fields))
			.withMessageContaining(message);
	}

	private void assertMalformed(byte[] body, String message) {
		assertThatExceptionOfType(ControlProtocolException.class)
			.isThrownBy(() -> this.codec.decode(ByteBuffer.wrap(body)))
			.withMessageContaining(message);
	}

	private ControlMessage decodeEmpty(String type) throws ControlProtocolException {
		return decode(type, (out) -> {
		});
	}

	private ControlMessage decode(String type, Consumer<FieldWriter> fields) throws ControlProtocolException {
		FieldWriter out = new FieldWriter();
		fields.accept(out);
		byte[] name = type.getBytes(StandardCharsets.UTF_8);
		byte[] block = out.toByteArray();
		return this.codec.decode(ByteBuffer.allocate(2 + name.length + block.length)
			.putShort((short) name.length)
			.put(name)
			.put(block)
			.flip());
	}

	private ControlMessage decode(ByteBuffer frame) throws ControlProtocolException {
		return this.codec.decode(ByteBuffer.wrap(body(frame)));
	}

	static byte[] body(ByteBuffer frame) {
		return Arrays.copyOfRange(frame.array(), Integer.BYTES, frame.limit());
	}

}
