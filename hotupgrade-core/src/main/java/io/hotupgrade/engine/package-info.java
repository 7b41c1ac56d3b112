/**
 * The life of an instance: one thread owns its state, and everything that happens is an
 * event on it. {@link io.hotupgrade.engine.UpgradeEngine} is the place to start.
 */
@NullMarked
package io.hotupgrade.engine;

import org.jspecify.annotations.NullMarked;
