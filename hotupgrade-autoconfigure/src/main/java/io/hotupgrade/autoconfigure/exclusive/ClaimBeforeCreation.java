package io.hotupgrade.autoconfigure.exclusive;

import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import io.hotupgrade.autoconfigure.properties.InvalidHotUpgradePropertyException;
import io.hotupgrade.engine.UpgradeEngine;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;

/**
 * Keeps beans that have what cannot exist twice as soon as they are created from being
 * created before the predecessor has let go.
 */
final class ClaimBeforeCreation implements InstantiationAwareBeanPostProcessor {

	private final ExclusiveSelection selection;

	private final Supplier<UpgradeEngine> engine;

	private final Supplier<EarlyClaim> claim;

	/**
	 * Creates it.
	 * @param selection the beans
	 * @param engine the engine, which is not created before it is needed
	 * @param claim remembers that something was claimed
	 */
	ClaimBeforeCreation(ExclusiveSelection selection, Supplier<UpgradeEngine> engine, Supplier<EarlyClaim> claim) {
		this.selection = selection;
		this.engine = engine;
		this.claim = claim;
	}

	@Override
	public @Nullable Object postProcessBeforeInstantiation(Class<?> type, String name) {
		if (this.selection.includes(name, type) && ResourceLibrary.isHadWhenCreated(type)) {
			claimFor(name);
		}
		return null;
	}

	/** Waits without a limit of its own, so that the context can be closed meanwhile. */
	private void claimFor(String name) {
		try {
			this.claim.get().make(this.engine.get());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BeanCreationException(name, "Interrupted while waiting for the predecessor to let go of it", ex);
		}
		catch (ExecutionException ex) {
			throw new BeanCreationException(name, "The predecessor has not let go of it", ex.getCause());
		}
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (this.selection.includes(name, bean.getClass()) && !ResourceLibrary.prepare(bean)) {
			throw new InvalidHotUpgradePropertyException(ExclusiveSelection.PROPERTY, name,
					"names a pool of connections that has been started and cannot be suspended",
					"Set allowPoolSuspension before it is made (spring.datasource.hikari.allow-pool-suspension=true).");
		}
		return bean;
	}

}
