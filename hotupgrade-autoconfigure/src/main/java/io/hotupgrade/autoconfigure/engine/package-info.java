/**
 * The engine: where there is one and where not, how long it lives, how the process ends.
 * {@link io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration} is the place to
 * start.
 */
@NullMarked
package io.hotupgrade.autoconfigure.engine;

import org.jspecify.annotations.NullMarked;
