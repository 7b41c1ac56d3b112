package io.hotupgrade.autoconfigure.exclusive;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.hotupgrade.autoconfigure.properties.InvalidHotUpgradePropertyException;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.exclusive.ExclusiveSettings;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;

/**
 * Tells the engine what cannot exist twice, once all beans are there.
 */
final class ResourceRegistration implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beans;

	private final ExclusiveSelection selection;

	private final RequestGate gate;

	private final UpgradeEngine engine;

	private final ExclusiveSettings settings;

	/**
	 * Creates it.
	 * @param beans the application's beans
	 * @param selection which of them cannot exist twice
	 * @param gate the gate before requests that need them
	 * @param engine is told
	 * @param settings the time limits
	 */
	ResourceRegistration(ConfigurableListableBeanFactory beans, ExclusiveSelection selection, RequestGate gate,
			UpgradeEngine engine, ExclusiveSettings settings) {
		this.beans = beans;
		this.selection = selection;
		this.gate = gate;
		this.engine = engine;
		this.settings = settings;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> names = this.selection.find(this.beans);
		String stray = this.selection.findStray(names, this.beans);
		if (stray != null) {
			throw new InvalidHotUpgradePropertyException(ExclusiveSelection.PROPERTY, stray,
					"is neither the name nor the type of a bean",
					"Name a bean, or the type of one, or remove it from the list.");
		}
		// What runs goes first: it may use what is only there.
		Map<String, HeldResource> resources = new LinkedHashMap<>();
		names.stream()
			.sorted(Comparator.comparing((name) -> !(this.beans.getBean(name) instanceof Lifecycle)))
			.forEach((name) -> resources.put(name, resource(name)));
		this.engine.setResources(new ContextResources(resources, this.gate), this.settings);
	}

	private HeldResource resource(String name) {
		Object bean = this.beans.getBean(name);
		return ResourceLibrary.of(bean)
			.orElseThrow(() -> new InvalidHotUpgradePropertyException(ExclusiveSelection.PROPERTY, name,
					"is a %s, of which it is not known how to let go".formatted(bean.getClass().getName()),
					"Let it implement io.hotupgrade.ExclusiveResource, or Lifecycle; a data source has to be one of HikariCP."));
	}

}
