/**
 * What the actuator shows of hot upgrades: endpoint, payloads, metrics.
 * {@link io.hotupgrade.actuate.HotUpgradeEndpoint} is the place to start.
 */
@NullMarked
package io.hotupgrade.actuate;

import org.jspecify.annotations.NullMarked;
