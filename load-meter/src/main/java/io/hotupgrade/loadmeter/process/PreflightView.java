package io.hotupgrade.loadmeter.process;

import java.util.List;

/**
 * What an upgrade would meet, as the endpoint tells it.
 *
 * @param possible whether one could begin
 * @param findings what it would meet
 */
public record PreflightView(boolean possible, List<Finding> findings) {

	/**
	 * Something that was found.
	 *
	 * @param severity {@code OBSTACLE} or {@code WARNING}
	 * @param reason what it is, for scripts
	 * @param message the same for people
	 */
	public record Finding(String severity, String reason, String message) {

	}

}
