/**
 * Logging that never holds up an upgrade. Anything in this package can be changed or
 * removed at any time.
 */
@NullMarked
package io.hotupgrade.internal.log;

import org.jspecify.annotations.NullMarked;
