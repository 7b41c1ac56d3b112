package io.hotupgrade.internal.control;

import java.util.List;
import java.util.function.BiConsumer;

import io.hotupgrade.FailureReason;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.internal.control.ControlMessage.AbortRequested;
import io.hotupgrade.internal.control.ControlMessage.Bound;
import io.hotupgrade.internal.control.ControlMessage.Committed;
import io.hotupgrade.internal.control.ControlMessage.ContinueRequested;
import io.hotupgrade.internal.control.ControlMessage.Drained;
import io.hotupgrade.internal.control.ControlMessage.Failed;
import io.hotupgrade.internal.control.ControlMessage.Heartbeat;
import io.hotupgrade.internal.control.ControlMessage.Hello;
import io.hotupgrade.internal.control.ControlMessage.Names;
import io.hotupgrade.internal.control.ControlMessage.Progress;
import io.hotupgrade.internal.control.ControlMessage.Ready;
import io.hotupgrade.internal.control.ControlMessage.Refused;
import io.hotupgrade.internal.control.ControlMessage.Released;
import io.hotupgrade.internal.control.ControlMessage.RolledBack;
import io.hotupgrade.internal.control.ControlMessage.Shifted;
import io.hotupgrade.internal.control.ControlMessage.Stopping;
import io.hotupgrade.internal.control.ControlMessage.TakeoverRequest;
import io.hotupgrade.internal.control.ControlMessage.Traffic;
import io.hotupgrade.internal.control.ControlMessage.WarmUp;
import io.hotupgrade.internal.control.ControlMessage.Welcome;
import io.hotupgrade.internal.control.ControlMessage.WorkReleased;

/**
 * The fields of one type of message. The names are the protocol: they stay when a class
 * or a component is renamed.
 *
 * @param <M> the message
 * @param name the type's name on the wire
 * @param type the message's class
 * @param writer writes its fields
 * @param reader makes it of fields
 */
record MessageFormat<M extends ControlMessage>(String name, Class<M> type, BiConsumer<M, FieldWriter> writer,
		FieldReader.Format<M> reader) {

	/** All types but {@link ControlMessage.Unknown}, which has no fields of its own. */
	static final List<MessageFormat<?>> ALL = List.of(
			new MessageFormat<>("Hello", Hello.class, MessageFormat::writeHello, MessageFormat::readHello),
			new MessageFormat<>("TakeoverRequest", TakeoverRequest.class, MessageFormat::writeTakeoverRequest,
					MessageFormat::readTakeoverRequest),
			new MessageFormat<>("Welcome", Welcome.class, MessageFormat::writeWelcome, MessageFormat::readWelcome),
			new MessageFormat<>("Refused", Refused.class, MessageFormat::writeRefused,
					(in) -> new Refused(in.text("reason"), in.text("message"))),
			new MessageFormat<>("Bound", Bound.class,
					(bound, out) -> out.list("listeners", bound.listeners(), RecordFormat::writeListener),
					(in) -> new Bound(in.list("listeners", RecordFormat::readListener))),
			new MessageFormat<>("Failed", Failed.class, MessageFormat::writeFailed, MessageFormat::readFailed),
			new MessageFormat<>("Progress", Progress.class,
					(progress, out) -> out.nested("upgrade", progress.upgrade(), RecordFormat::writeUpgrade),
					(in) -> new Progress(in.nested("upgrade", RecordFormat::readUpgrade))),
			new MessageFormat<>("Drained", Drained.class,
					(drained, out) -> out.nested("upgrade", drained.upgrade(), RecordFormat::writeUpgrade),
					(in) -> new Drained(in.nested("upgrade", RecordFormat::readUpgrade))),
			new MessageFormat<>("RolledBack", RolledBack.class,
					(rolledBack, out) -> out.text("message", rolledBack.message()),
					(in) -> new RolledBack(in.text("message"))),
			new MessageFormat<>("Heartbeat", Heartbeat.class,
					(heartbeat, out) -> out.number("sequence", heartbeat.sequence()),
					(in) -> new Heartbeat(in.number("sequence"))),
			new MessageFormat<>("WarmUp", WarmUp.class,
					(warmUp, out) -> out.nested("report", warmUp.report(), WarmUpFormat::write),
					(in) -> new WarmUp(in.nested("report", WarmUpFormat::read).orElse(WarmUpReport.BEGUN))),
			new MessageFormat<>("WorkReleased", WorkReleased.class, (work, out) -> out.number("since", work.since()),
					(in) -> new WorkReleased(in.number("since"))),
			new MessageFormat<>("Shifted", Shifted.class,
					(shifted, out) -> out.nested("shift", shifted.shift(), RecordFormat::writeShift),
					(in) -> new Shifted(in.nested("shift", RecordFormat::readShift))),
			new MessageFormat<>("Traffic", Traffic.class, MessageFormat::writeTraffic, MessageFormat::readTraffic),
			new MessageFormat<>("ContinueRequested", ContinueRequested.class,
					(request, out) -> out.number("step", request.step()),
					(in) -> new ContinueRequested(in.integer("step"))),
			new MessageFormat<>("Names", Names.class, (names, out) -> out.texts("names", names.names()),
					(in) -> new Names(in.texts("names"))),
			bare("Ready", new Ready()), bare("Stopping", new Stopping()), bare("AbortRequested", new AbortRequested()),
			bare("Committed", new Committed()), bare("Released", new Released()));

	byte[] write(ControlMessage message) {
		FieldWriter out = new FieldWriter();
		this.writer.accept(this.type.cast(message), out);
		return out.toByteArray();
	}

	@SuppressWarnings("unchecked")
	private static <M extends ControlMessage> MessageFormat<M> bare(String name, M message) {
		return new MessageFormat<>(name, (Class<M>) message.getClass(), (same, out) -> {
		}, (in) -> message);
	}

	private static void writeHello(Hello hello, FieldWriter out) {
		out.number("protocol", hello.protocol());
		out.text("token", hello.token());
		out.number("pid", hello.pid());
		out.text("version", hello.version());
	}

	private static Hello readHello(FieldReader in) throws ControlProtocolException {
		return new Hello(in.integer("protocol"), in.text("token"), in.number("pid"), in.text("version"));
	}

	private static void writeTakeoverRequest(TakeoverRequest request, FieldWriter out) {
		out.number("protocol", request.protocol());
		out.text("application", request.application());
		out.number("pid", request.pid());
		out.text("version", request.version());
		out.list("listeners", request.listeners(), RecordFormat::writeListener);
	}

	private static TakeoverRequest readTakeoverRequest(FieldReader in) throws ControlProtocolException {
		return new TakeoverRequest(in.integer("protocol"), in.text("application"), in.number("pid"), in.text("version"),
				in.list("listeners", RecordFormat::readListener));
	}

	private static void writeWelcome(Welcome welcome, FieldWriter out) {
		out.number("protocol", welcome.protocol());
		out.text("upgradeId", welcome.upgradeId());
		out.number("generation", welcome.generation());
		out.nested("predecessor", welcome.predecessor(), RecordFormat::writeInstance);
		out.list("listeners", welcome.listeners(), RecordFormat::writeListener);
		out.texts("command", welcome.command());
		out.list("history", welcome.history(), RecordFormat::writeUpgrade);
	}

	private static Welcome readWelcome(FieldReader in) throws ControlProtocolException {
		return new Welcome(in.integer("protocol"), in.text("upgradeId"), in.integer("generation"),
				in.nested("predecessor", RecordFormat::readInstance), in.list("listeners", RecordFormat::readListener),
				in.texts("command"), in.list("history", RecordFormat::readUpgrade));
	}

	private static void writeRefused(Refused refused, FieldWriter out) {
		out.text("reason", refused.reason());
		out.text("message", refused.message());
	}

	private static void writeTraffic(Traffic traffic, FieldWriter out) {
		out.number("accepted", traffic.accepted());
		out.nested("requests", traffic.requests(), RecordFormat::writeStatistics);
	}

	private static Traffic readTraffic(FieldReader in) throws ControlProtocolException {
		return new Traffic(in.number("accepted"), in.nested("requests", RecordFormat::readStatistics));
	}

	private static void writeFailed(Failed failed, FieldWriter out) {
		out.text("reason", failed.reason().name());
		out.text("message", failed.message());
	}

	/** A reason that only a later release has is kept as the beginning of the message. */
	private static Failed readFailed(FieldReader in) throws ControlProtocolException {
		String reason = in.text("reason");
		String message = in.text("message");
		return FieldReader.constantOf(FailureReason.class, reason)
			.map((known) -> new Failed(known, message))
			.orElseGet(
					() -> new Failed(FailureReason.START_FAILED, reason.isEmpty() ? message : reason + ": " + message));
	}

}
