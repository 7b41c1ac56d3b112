/**
 * Preparing the start of a JVM before it is launched: its jar extracted, and an archive
 * of the classes that it loads. {@link io.hotupgrade.internal.prepare.StartPreparation}
 * is the place to start.
 */
@NullMarked
package io.hotupgrade.internal.prepare;

import org.jspecify.annotations.NullMarked;
