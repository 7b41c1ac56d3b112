package io.hotupgrade.autoconfigure.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.hotupgrade.autoconfigure.server.AdapterFit;
import org.springframework.context.annotation.Conditional;

/**
 * Matches unless the adapter for a server does not fit the version of it that is there.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnFittingAdapterCondition.class)
@interface ConditionalOnFittingAdapter {

	/**
	 * The adapter.
	 * @return the adapter
	 */
	AdapterFit value();

}
