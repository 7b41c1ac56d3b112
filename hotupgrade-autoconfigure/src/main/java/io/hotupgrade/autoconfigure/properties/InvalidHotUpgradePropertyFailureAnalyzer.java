package io.hotupgrade.autoconfigure.properties;

import java.util.Objects;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains an {@link InvalidHotUpgradePropertyException}. Comes before Boot's analyzer of
 * all invalid properties, which would tell to update the configuration and not how.
 */
@Order(0)
class InvalidHotUpgradePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHotUpgradePropertyException> {

	private final Environment environment;

	/**
	 * Creates an analyzer. Called by Boot.
	 * @param environment knows where the value comes from
	 */
	InvalidHotUpgradePropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHotUpgradePropertyException cause) {
		return new FailureAnalysis(cause.describe() + "." + origin(cause.getName()), cause.getRemedy(), cause);
	}

	private String origin(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.map((source) -> source.getConfigurationProperty(name))
			.filter(Objects::nonNull)
			.findFirst()
			.map(Origin::from)
			.map((origin) -> " It comes from " + origin + ".")
			.orElse("");
	}

}
