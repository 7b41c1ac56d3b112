/**
 * When the drain begins, what it does not wait for, and whom it takes leave of.
 */
@NullMarked
package io.hotupgrade.autoconfigure.drain;

import org.jspecify.annotations.NullMarked;
