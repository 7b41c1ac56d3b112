package io.hotupgrade.autoconfigure.properties;

/**
 * Thrown at the start of the application when a {@code hotupgrade.*} property has a value
 * that cannot work.
 *
 * @since 0.1.0
 */
public class InvalidHotUpgradePropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String value;

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
		super("The value '" + value + "' of the property '" + property + "' " + problem + ". " + remedy);
		this.property = property;
		this.value = value;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * The name of the property.
	 * @return the name
	 */
	public String getProperty() {
		return this.property;
	}

	/**
	 * The value that cannot work.
	 * @return the value
	 */
	public String getValue() {
		return this.value;
	}

	String getProblem() {
		return this.problem;
	}

	String getRemedy() {
		return this.remedy;
	}

}
