/**
 * Puts the engine into a Spring Boot application: one package for each subject, with an
 * auto-configuration of its own. They come after that of the engine, and do nothing where
 * there is none. {@link io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration}
 * is the place to start,
 * {@link io.hotupgrade.autoconfigure.properties.HotUpgradeProperties} lists what can be
 * configured.
 */
@NullMarked
package io.hotupgrade.autoconfigure;

import org.jspecify.annotations.NullMarked;
