package io.hotupgrade.jetty;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import io.hotupgrade.server.support.Http2Link;
import org.eclipse.jetty.http2.CloseState;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.util.Callback;

/**
 * An HTTP/2 connection that can be taken leave of. What its client says of leaving is
 * answered by Jetty itself, which serves what has begun and ends the connection then.
 */
final class Http2Session implements Http2Link {

	private static final Duration SOON = Duration.ofMillis(10);

	private final HTTP2Session session;

	private final BooleanSupplier inputWaits;

	private final BiConsumer<Runnable, Duration> later;

	private final Runnable finish;

	/**
	 * Creates the link.
	 * @param session the HTTP/2 connection
	 * @param inputWaits whether the client has sent what was not read yet
	 * @param later runs a task after a while
	 * @param finish ends the connection behind all that has been sent
	 */
	Http2Session(HTTP2Session session, BooleanSupplier inputWaits, BiConsumer<Runnable, Duration> later,
			Runnable finish) {
		this.session = session;
		this.inputWaits = inputWaits;
		this.later = later;
		this.finish = finish;
	}

	/**
	 * Whether a stream is open, also one whose request no thread has taken up yet.
	 */
	boolean hasStreams() {
		return !this.session.getStreams().isEmpty();
	}

	/**
	 * Whether the client still wants what is sent on a stream.
	 * @param id the stream's number
	 * @return {@code false} if it has reset it, or is gone
	 */
	boolean isServing(String id) {
		CloseState state = this.session.getCloseState();
		HTTP2Stream stream = this.session.getStream(Integer.parseInt(id));
		return (state == CloseState.NOT_CLOSED || state == CloseState.LOCALLY_CLOSED) && stream != null
				&& !stream.isReset();
	}

	private boolean isLeaving() {
		return this.session.getCloseState() != CloseState.NOT_CLOSED;
	}

	@Override
	public void sendNotice() {
		if (!isLeaving()) {
			// A frame and no more: Jetty itself would refuse the streams that come now.
			this.session.frames(null, List.of(GoAwayFrame.GRACEFUL), Callback.NOOP);
		}
	}

	@Override
	public boolean sendLast() {
		if (hasStreams() || this.inputWaits.getAsBoolean()) {
			return false;
		}
		if (!isLeaving()) {
			this.session.close(ErrorCode.NO_ERROR.code, null, Callback.from(this::endWhenServed));
		}
		return true;
	}

	/** A stream may have come right before the frame. */
	private void endWhenServed() {
		if (hasStreams()) {
			this.later.accept(this::endWhenServed, SOON);
		}
		else {
			this.finish.run();
		}
	}

}
