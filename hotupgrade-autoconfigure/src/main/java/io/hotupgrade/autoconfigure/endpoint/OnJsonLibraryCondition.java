package io.hotupgrade.autoconfigure.endpoint;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.util.ClassUtils;

/**
 * Matches where there is a library that reads JSON: Jackson 3, which Spring Boot 4
 * brings, or Jackson 2.
 */
class OnJsonLibraryCondition extends AnyNestedCondition {

	private static final String JACKSON_3 = "tools.jackson.databind.json.JsonMapper";

	OnJsonLibraryCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	/**
	 * Whether Jackson 3 is there.
	 * @return {@code false} if only Jackson 2 is
	 */
	static boolean isJackson3Present() {
		return ClassUtils.isPresent(JACKSON_3, OnJsonLibraryCondition.class.getClassLoader());
	}

	@ConditionalOnClass(name = JACKSON_3)
	static class OnJackson3 {

	}

	@ConditionalOnClass(name = "com.fasterxml.jackson.databind.json.JsonMapper")
	static class OnJackson2 {

	}

}
