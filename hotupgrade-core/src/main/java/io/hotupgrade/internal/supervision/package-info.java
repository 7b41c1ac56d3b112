/**
 * Who knows this application by its first process, and would end its successor: what
 * proc(5), the environment and systemd tell of that.
 * {@link io.hotupgrade.internal.supervision.Supervision} is the place to start;
 * {@link io.hotupgrade.internal.supervision.Keeper} is the remedy for all but systemd.
 */
@NullMarked
package io.hotupgrade.internal.supervision;

import org.jspecify.annotations.NullMarked;
