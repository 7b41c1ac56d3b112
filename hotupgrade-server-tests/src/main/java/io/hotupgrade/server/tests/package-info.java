/**
 * What every adapter for an embedded server has to do, and what its tests need. For the
 * tests of other modules only.
 * {@link io.hotupgrade.server.tests.AbstractUpgradableServerTests} is the place to start.
 */
@NullMarked
package io.hotupgrade.server.tests;

import org.jspecify.annotations.NullMarked;
