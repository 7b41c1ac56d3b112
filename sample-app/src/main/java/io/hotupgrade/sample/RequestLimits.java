package io.hotupgrade.sample;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Refuses what a request must not ask for.
 */
final class RequestLimits {

	private RequestLimits() {
	}

	static void require(String parameter, int value, int smallest, int largest) {
		if (value < smallest || value > largest) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"%s is %d; it has to be from %d to %d".formatted(parameter, value, smallest, largest));
		}
	}

}
