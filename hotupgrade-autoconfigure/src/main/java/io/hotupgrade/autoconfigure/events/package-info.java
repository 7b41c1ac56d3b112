/**
 * What the application is told of upgrades, on a thread that is not the engine's.
 */
@NullMarked
package io.hotupgrade.autoconfigure.events;

import org.jspecify.annotations.NullMarked;
