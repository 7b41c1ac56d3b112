/**
 * The actuator's endpoint: what it shows of hot upgrades, and how it reads a request.
 * {@link io.hotupgrade.autoconfigure.endpoint.HotUpgradeEndpoint} is the place to start.
 */
@NullMarked
package io.hotupgrade.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
