/**
 * What an adapter for an embedded server implements and uses.
 * {@link io.hotupgrade.server.UpgradableServer} is the place to start.
 */
@NullMarked
package io.hotupgrade.server;

import org.jspecify.annotations.NullMarked;
