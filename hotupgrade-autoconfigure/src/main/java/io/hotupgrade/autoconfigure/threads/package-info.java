/**
 * Threads for what may take long, which the engine's may not.
 */
@NullMarked
package io.hotupgrade.autoconfigure.threads;

import org.jspecify.annotations.NullMarked;
