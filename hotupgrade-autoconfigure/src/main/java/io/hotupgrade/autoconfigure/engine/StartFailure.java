package io.hotupgrade.autoconfigure.engine;

import java.util.Optional;

import io.hotupgrade.CauseChain;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.factory.BeanCreationException;

/**
 * Tells why an application does not start: in which bean, and by which chain of causes.
 */
final class StartFailure {

	private static final int MAX_LENGTH = 1000;

	private StartFailure() {
	}

	/**
	 * Describes a failure.
	 * @param failure what Spring has thrown
	 * @return one line of bounded length
	 */
	static String describe(Throwable failure) {
		String description = CauseChain.describe(failure, StartFailure::words);
		return (description.length() <= MAX_LENGTH) ? description : description.substring(0, MAX_LENGTH) + "...";
	}

	/** The bean's name says more than where its definition is and how it is made. */
	private static Optional<String> words(Throwable exception) {
		if (exception instanceof BeanCreationException creation) {
			boolean repeats = creation.getCause() != null;
			return Optional.ofNullable(creation.getBeanName())
				.filter((name) -> repeats)
				.map((name) -> "bean '" + name + "'");
		}
		return (exception instanceof BeanInstantiationException && exception.getCause() != null) ? Optional.of("")
				: Optional.empty();
	}

}
