/**
 * Puts the engine into a Spring Boot application.
 * {@link io.hotupgrade.autoconfigure.HotUpgradeAutoConfiguration} is the place to start,
 * {@link io.hotupgrade.autoconfigure.HotUpgradeProperties} lists what can be configured.
 */
@NullMarked
package io.hotupgrade.autoconfigure;

import org.jspecify.annotations.NullMarked;
