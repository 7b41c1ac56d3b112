package io.hotupgrade.internal.control;

import java.nio.file.Path;

/**
 * What the other instance has to know to come in by a {@link SideDoor}.
 *
 * @param socket where to connect
 * @param key what to say there; a secret
 */
public record Invitation(Path socket, String key) {

	/** Without the key, so that it can be logged. */
	@Override
	public String toString() {
		return "Invitation[socket=" + this.socket + "]";
	}

}
