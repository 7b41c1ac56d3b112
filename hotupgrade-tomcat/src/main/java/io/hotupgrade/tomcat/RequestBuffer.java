package io.hotupgrade.tomcat;

import java.nio.ByteBuffer;

import org.apache.coyote.Processor;
import org.apache.coyote.Request;

/**
 * What Tomcat has read of a connection behind the request that it is serving.
 */
final class RequestBuffer {

	/** Behind those that Tomcat itself uses. */
	private static final int NOTE = 30;

	private RequestBuffer() {
	}

	/**
	 * Remembers which processor a request belongs to, for ever: Tomcat makes both
	 * together.
	 * @param processor the processor
	 */
	static void remember(Processor processor) {
		processor.getRequest().setNote(NOTE, processor);
	}

	/**
	 * Whether more has been read than a request, whose body has been read.
	 * @param request the request
	 * @return whether there is more
	 */
	static boolean holdsMore(Request request) {
		if (!(request.getNote(NOTE) instanceof Processor processor)) {
			return false;
		}
		ByteBuffer more = processor.getLeftoverInput();
		return more != null && more.hasRemaining();
	}

}
