package io.hotupgrade.undertow;

import io.hotupgrade.WarmUp;
import io.hotupgrade.server.support.FieldByType;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.accesslog.AccessLogHandler;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.AttachmentKey;

/**
 * Marks the servlet requests of the warm-up, before any filter sees them, and takes them
 * off the access log and the count of the graceful shutdown.
 */
final class WarmUpMark implements HttpHandler {

	private static final AttachmentKey<Boolean> RECORDED = AttachmentKey.create(Boolean.class);

	private static final ExchangeCompletionListener PASS = (exchange, nextListener) -> nextListener.proceed();

	private final HttpHandler next;

	WarmUpMark(HttpHandler next) {
		this.next = next;
	}

	/**
	 * Declares a request part of the warm-up.
	 * @param exchange the request
	 * @param recorded whether the access log has it
	 */
	static void put(HttpServerExchange exchange, boolean recorded) {
		exchange.putAttachment(RECORDED, recorded);
	}

	/**
	 * Takes a request of the warm-up off the access log and the count of the graceful
	 * shutdown.
	 * @param exchange the request
	 * @return whether it is one
	 */
	static boolean leaveOut(HttpServerExchange exchange) {
		Boolean recorded = exchange.getAttachment(RECORDED);
		if (recorded != null) {
			leaveOut(exchange, recorded);
		}
		return recorded != null;
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) throws Exception {
		if (leaveOut(exchange)) {
			exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY)
				.getOriginalRequest()
				.setAttribute(WarmUp.REQUEST_ATTRIBUTE, Boolean.TRUE);
		}
		this.next.handleRequest(exchange);
	}

	/**
	 * Undertow's access log writes when the exchange is complete, and its graceful
	 * shutdown waits for that. Both was arranged before the request got here, and neither
	 * Boot nor Undertow lets anybody add a condition.
	 */
	private static void leaveOut(HttpServerExchange exchange, boolean recorded) {
		ExchangeCompletionListener[] listeners = FieldByType.read(exchange, ExchangeCompletionListener[].class);
		for (int i = 0; listeners != null && i < listeners.length; i++) {
			Class<?> origin = (listeners[i] != null) ? listeners[i].getClass().getEnclosingClass() : null;
			if (origin == GracefulShutdownHandler.class) {
				// Counts the request out at once: one that is cut may never end.
				listeners[i].exchangeEvent(exchange, () -> {
				});
				listeners[i] = PASS;
			}
			else if (origin == AccessLogHandler.class && !recorded) {
				listeners[i] = PASS;
			}
		}
	}

}
