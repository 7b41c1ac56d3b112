/**
 * What can be configured, and what is checked of it before an engine is made.
 * {@link io.hotupgrade.autoconfigure.properties.HotUpgradeProperties} is the place to
 * start.
 */
@NullMarked
package io.hotupgrade.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
