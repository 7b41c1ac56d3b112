/**
 * The control channel between the two instances of an upgrade: a Unix-domain stream
 * socket that carries small, versioned messages. The two sides are different releases of
 * the application and possibly of this library, so whatever one of them does not know is
 * ignored, and whatever it misses has a default.
 * <p>
 * {@link io.hotupgrade.internal.control.ControlServer} accepts,
 * {@link io.hotupgrade.internal.control.ControlChannel} connects and carries
 * {@link io.hotupgrade.internal.control.ControlMessage messages}, and
 * {@link io.hotupgrade.internal.control.ControlCodec} defines the bytes.
 */
@NullMarked
package io.hotupgrade.internal.control;

import org.jspecify.annotations.NullMarked;
