/**
 * Preparing starts where a release is built or installed, before an instance is asked to
 * upgrade to it.
 */
@NullMarked
package io.hotupgrade.prepare;

import org.jspecify.annotations.NullMarked;
