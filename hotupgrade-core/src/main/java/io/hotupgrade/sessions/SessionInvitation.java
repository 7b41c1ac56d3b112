package io.hotupgrade.sessions;

import java.nio.file.Path;

/**
 * What the other instance has to know to share sessions with this one.
 *
 * @param socket where to connect
 * @param key what to say there; a secret
 * @since 0.1.0
 */
public record SessionInvitation(Path socket, String key) {

	/** Without the key, so that it can be logged. */
	@Override
	public String toString() {
		return "SessionInvitation[socket=" + this.socket + "]";
	}

}
