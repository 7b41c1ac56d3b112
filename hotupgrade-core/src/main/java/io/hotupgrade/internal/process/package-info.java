/**
 * Launching the successor's process: from which command, with which environment, and what
 * becomes of its output. {@link io.hotupgrade.internal.process.SuccessorLauncher} is the
 * place to start; {@link io.hotupgrade.internal.process.HandOff} is its counterpart in
 * the process that was launched.
 */
@NullMarked
package io.hotupgrade.internal.process;

import org.jspecify.annotations.NullMarked;
