package io.hotupgrade.autoconfigure.exclusive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.hotupgrade.ExclusiveResource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Tells which beans cannot exist twice: those that are named, and those that say so by
 * being an {@link ExclusiveResource}.
 *
 * @since 0.1.0
 */
public final class ExclusiveSelection {

	static final String PROPERTY = "hotupgrade.exclusive.beans";

	private final List<String> named;

	/**
	 * Creates a selection.
	 * @param named names of beans, and full or simple names of types
	 */
	ExclusiveSelection(List<String> named) {
		this.named = List.copyOf(named);
	}

	/**
	 * Reads what is configured, without any bean: those in question must not be created
	 * before.
	 */
	static ExclusiveSelection of(Environment environment) {
		return new ExclusiveSelection(
				Binder.get(environment).bind(PROPERTY, Bindable.listOf(String.class)).orElse(List.of()));
	}

	/**
	 * Whether there is anything that cannot exist twice. Creates no bean.
	 * @param environment the configuration
	 * @param beans the application's beans
	 * @return {@code false} in most applications
	 */
	public static boolean isNeeded(Environment environment, ListableBeanFactory beans) {
		return !of(environment).named.isEmpty()
				|| beans.getBeanNamesForType(ExclusiveResource.class, true, false).length > 0;
	}

	boolean includes(String beanName, Class<?> type) {
		return ExclusiveResource.class.isAssignableFrom(type)
				|| this.named.stream().anyMatch((name) -> isMeant(name, beanName, type));
	}

	/**
	 * The beans that are selected. Creates none.
	 */
	List<String> find(ListableBeanFactory beans) {
		Set<String> found = new LinkedHashSet<>(
				List.of(beans.getBeanNamesForType(ExclusiveResource.class, true, false)));
		for (String name : beans.getBeanDefinitionNames()) {
			Class<?> type = beans.getType(name, false);
			if (type != null && includes(name, type)) {
				found.add(name);
			}
		}
		return new ArrayList<>(found);
	}

	/**
	 * What is named and means none of some beans.
	 * @param names the beans' names
	 * @param beans knows their types
	 * @return the first of what is left over, or {@code null}
	 */
	@Nullable String findStray(List<String> names, ListableBeanFactory beans) {
		return this.named.stream().filter((configured) -> names.stream().noneMatch((name) -> {
			Class<?> type = beans.getType(name, false);
			return isMeant(configured, name, (type != null) ? type : Object.class);
		})).findFirst().orElse(null);
	}

	private static boolean isMeant(String configured, String beanName, Class<?> type) {
		if (configured.equals(beanName) || isNamed(configured, type)) {
			return true;
		}
		for (Class<?> next = type.getSuperclass(); next != null; next = next.getSuperclass()) {
			if (isNamed(configured, next)) {
				return true;
			}
		}
		return Arrays.stream(ClassUtils.getAllInterfacesForClass(type)).anyMatch((any) -> isNamed(configured, any));
	}

	private static boolean isNamed(String configured, Class<?> type) {
		return configured.equals(type.getName()) || configured.equals(type.getSimpleName());
	}

}
