/**
 * The kernel's side of listeners: which of two instances gets a new connection, and what
 * waits to be accepted. {@link io.hotupgrade.internal.steering.SocketSteering} is the
 * place to start.
 * <p>
 * Anything in this package can be changed or removed at any time.
 */
@NullMarked
package io.hotupgrade.internal.steering;

import org.jspecify.annotations.NullMarked;
