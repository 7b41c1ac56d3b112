package io.hotupgrade.autoconfigure.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;

/**
 * Matches where this very application context has an engine: the one that
 * {@link HotUpgradeAutoConfiguration} makes, or the application's own.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConditionalOnBooleanProperty(name = "hotupgrade.enabled", matchIfMissing = true)
@ConditionalOnBean(value = UpgradeEngine.class, search = SearchStrategy.CURRENT)
public @interface ConditionalOnUpgradeEngine {

}
