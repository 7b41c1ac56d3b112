/**
 * The Spring events that an application may listen to. They are published in its own
 * application context.
 */
@NullMarked
package io.hotupgrade.event;

import org.jspecify.annotations.NullMarked;
