package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.Map;

/**
 * What WebSocket clients saw.
 *
 * @param open connections that are open
 * @param closes connections that the server has ended, by status code; 1001 says that it
 * goes away, 1006 stands for an end without a close frame
 * @param echoes messages that came back as they were sent
 * @param wrong messages that came back otherwise
 * @param unanswered messages that were under way when the server ended their connection
 * @param firstClose when the first connection ended, counted from the start; zero if none
 * has
 * @param lastClose when the last one ended
 */
public record WebSocketReport(long open, Map<Integer, Long> closes, long echoes, long wrong, long unanswered,
		Duration firstClose, Duration lastClose) {

	/** The status code of an endpoint that goes away (RFC 6455, section 7.4.1). */
	public static final int GOING_AWAY = 1001;

	/**
	 * Connections that ended with a status code.
	 * @param code the code
	 * @return their number
	 */
	public long closes(int code) {
		return this.closes.getOrDefault(code, 0L);
	}

}
