/**
 * Warming up: what a successor asks of itself before it is given traffic.
 */
@NullMarked
package io.hotupgrade.internal.warmup;

import org.jspecify.annotations.NullMarked;
