/**
 * The command {@code hotupgrade}: finds an instance by its control socket, asks it for
 * one thing, and tells the answer by text and exit code.
 * {@link io.hotupgrade.command.HotUpgradeCommand} is the place to start.
 */
@NullMarked
package io.hotupgrade.command;

import org.jspecify.annotations.NullMarked;
