package io.hotupgrade.autoconfigure.properties;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Thrown at the start of the application when a {@code hotupgrade.*} property has a value
 * that cannot work. Other than Boot's, it also knows what to do.
 *
 * @since 0.1.0
 */
public final class InvalidHotUpgradePropertyException extends InvalidConfigurationPropertyValueException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property name of the property
	 * @param value its value
	 * @param problem what is wrong with the value, as the rest of a sentence that begins
	 * with it
	 * @param remedy what to do, as a sentence
	 */
	public InvalidHotUpgradePropertyException(String property, String value, String problem, String remedy) {
		super(property, value, "it " + problem + ". " + remedy);
		this.problem = problem;
		this.remedy = remedy;
	}

	@Override
	public String getMessage() {
		return describe() + ". " + this.remedy;
	}

	/** A sentence without its end. */
	String describe() {
		return "The value '" + getValue() + "' of the property '" + getName() + "' " + this.problem;
	}

	String getRemedy() {
		return this.remedy;
	}

}
