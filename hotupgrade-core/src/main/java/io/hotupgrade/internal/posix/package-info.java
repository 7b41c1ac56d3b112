/**
 * The few calls to the C library that the JDK does not offer. Knows none of our other
 * packages. {@link io.hotupgrade.internal.posix.Posix} is the place to start.
 * <p>
 * Anything in this package can be changed or removed at any time.
 */
@NullMarked
package io.hotupgrade.internal.posix;

import org.jspecify.annotations.NullMarked;
