/**
 * What a service tells systemd, or any other service manager that speaks sd_notify(3),
 * about itself. {@link io.hotupgrade.internal.systemd.NotifySocket} is the place to
 * start.
 * <p>
 * Anything in this package can be changed or removed at any time.
 */
@NullMarked
package io.hotupgrade.internal.systemd;

import org.jspecify.annotations.NullMarked;
