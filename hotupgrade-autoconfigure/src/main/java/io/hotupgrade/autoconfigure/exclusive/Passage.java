package io.hotupgrade.autoconfigure.exclusive;

import io.hotupgrade.exclusive.Entrance;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request at a {@link RequestGate}.
 *
 * @param kind what becomes of it
 * @param entrance where it is sent on to; {@code null} if it is not
 */
record Passage(Kind kind, @Nullable Entrance entrance) {

	static final Passage SERVE = new Passage(Kind.SERVE, null);

	static final Passage REFUSE = new Passage(Kind.REFUSE, null);

	static Passage sendOn(Entrance entrance) {
		return new Passage(Kind.SEND_ON, entrance);
	}

	enum Kind {

		/** This instance serves it, and says when it has ended. */
		SERVE,

		/** The successor serves it. */
		SEND_ON,

		/** Nobody does, and it can be repeated. */
		REFUSE

	}

}
