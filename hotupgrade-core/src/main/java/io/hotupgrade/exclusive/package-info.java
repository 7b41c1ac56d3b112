/**
 * What cannot exist twice: how an instance lets go of it for the next one, and takes it
 * back.
 */
@NullMarked
package io.hotupgrade.exclusive;

import org.jspecify.annotations.NullMarked;
