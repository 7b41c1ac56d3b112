package io.hotupgrade.autoconfigure.endpoint;

import java.util.Set;
import java.util.TreeSet;

/**
 * A request that could not be understood; the message is for the caller.
 */
final class MalformedRequestException extends Exception {

	private static final long serialVersionUID = 1L;

	MalformedRequestException(String message) {
		super(message);
	}

	static MalformedRequestException unknownParameter(String name, Set<String> known) {
		String remedy = known.isEmpty() ? "This operation has none" : "Known are: " + new TreeSet<>(known);
		return new MalformedRequestException("The parameter " + Excerpt.of(name) + " is not known. " + remedy);
	}

	static MalformedRequestException noTruthValue(String name) {
		return new MalformedRequestException(
				"The parameter '" + name + "' is neither true nor false. Send one of them, or leave it out");
	}

	static MalformedRequestException wrongType(String name) {
		return new MalformedRequestException(
				"The parameter '" + name + "' is not a single text. Send one text that is not blank, or leave it out");
	}

}
