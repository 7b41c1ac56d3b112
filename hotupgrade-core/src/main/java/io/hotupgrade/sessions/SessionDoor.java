package io.hotupgrade.sessions;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

import io.hotupgrade.internal.control.Invitation;
import io.hotupgrade.internal.control.SideDoor;

/**
 * Where the next instance connects to share sessions, for the short time until it has.
 */
final class SessionDoor {

	private final SideDoor door;

	private final SessionLink.Events events;

	private final Consumer<SessionLink> onGuest;

	/**
	 * Opens it.
	 * @param directory a directory that only this user can use
	 * @param events is told what comes over the connection of the one who has the key
	 * @param onGuest is given that connection
	 */
	SessionDoor(Path directory, SessionLink.Events events, Consumer<SessionLink> onGuest) throws IOException {
		this.events = events;
		this.onGuest = onGuest;
		this.door = SideDoor.open(directory, "sessions", this::receive);
	}

	Invitation invitation() {
		return this.door.invitation();
	}

	void close() {
		this.door.close();
	}

	private void receive(SideDoor from, SocketChannel channel) {
		new SessionLink(channel, new Reception(from)).start();
	}

	/**
	 * One connection, of whomever. Used on its thread only.
	 */
	private final class Reception implements SessionLink.Events {

		private final SideDoor from;

		private boolean admitted;

		Reception(SideDoor from) {
			this.from = from;
		}

		@Override
		public void received(SessionLink link, SessionMessage message) {
			if (this.admitted) {
				SessionDoor.this.events.received(link, message);
			}
			else if (message.kind() == SessionMessage.Kind.HELLO && this.from.isKey(message.id())) {
				this.admitted = true;
				SessionDoor.this.onGuest.accept(link);
			}
			else {
				link.close();
			}
		}

		@Override
		public void ended(SessionLink link) {
			if (this.admitted) {
				SessionDoor.this.events.ended(link);
			}
		}

	}

}
