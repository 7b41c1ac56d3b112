package io.hotupgrade.autoconfigure.warmup;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.properties.PathPatterns;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Lets the instance learn which requests clients send, if that is configured.
 */
final class RequestLearner implements SmartInitializingSingleton {

	/** Spring MVC's, and Spring WebFlux's. */
	private static final List<String> PATTERN_ATTRIBUTES = List.of(
			"org.springframework.web.servlet.HandlerMapping.bestMatchingPattern",
			"org.springframework.web.reactive.HandlerMapping.bestMatchingPattern");

	private final HotUpgradeProperties.WarmUp.Learn properties;

	private final Predicate<String> ofActuator;

	private final Consumer<LearnSettings> engine;

	/**
	 * Creates it.
	 * @param properties what is configured
	 * @param ofActuator the paths of the actuator
	 * @param engine begins to learn
	 */
	RequestLearner(HotUpgradeProperties.WarmUp.Learn properties, Predicate<String> ofActuator,
			Consumer<LearnSettings> engine) {
		this.properties = properties;
		this.ofActuator = ofActuator;
		this.engine = engine;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.properties.enabled()) {
			Predicate<String> excluded = this.ofActuator.or(new PathPatterns(this.properties.excludedPaths()));
			this.engine.accept(new LearnSettings(this.properties.limit(), excluded, PATTERN_ATTRIBUTES));
		}
	}

}
