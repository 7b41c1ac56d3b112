/**
 * The meters.
 */
@NullMarked
package io.hotupgrade.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
