/**
 * The warm-up between being ready and saying so.
 */
@NullMarked
package io.hotupgrade.autoconfigure.warmup;

import org.jspecify.annotations.NullMarked;
