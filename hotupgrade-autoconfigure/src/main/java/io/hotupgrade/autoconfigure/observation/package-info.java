/**
 * An upgrade as an observation, which is a span where there is a tracer.
 */
@NullMarked
package io.hotupgrade.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
