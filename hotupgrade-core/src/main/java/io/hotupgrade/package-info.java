/**
 * What an application and its operators see of a hot upgrade: ask for one, abort it, read
 * its status. {@link io.hotupgrade.HotUpgrade} is the place to start.
 */
@NullMarked
package io.hotupgrade;

import org.jspecify.annotations.NullMarked;
