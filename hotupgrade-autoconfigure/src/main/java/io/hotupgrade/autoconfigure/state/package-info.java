/**
 * The application's state that passes to the next instance.
 */
@NullMarked
package io.hotupgrade.autoconfigure.state;

import org.jspecify.annotations.NullMarked;
