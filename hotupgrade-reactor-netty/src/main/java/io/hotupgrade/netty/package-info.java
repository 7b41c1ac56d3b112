/**
 * Lets a server of Reactor Netty take part in upgrades.
 * {@link io.hotupgrade.netty.ReactorNettyAdapter} is the place to start.
 */
@NullMarked
package io.hotupgrade.netty;

import org.jspecify.annotations.NullMarked;
