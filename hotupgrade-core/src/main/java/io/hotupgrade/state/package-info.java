/**
 * How the state of an application passes from one instance to the next.
 */
@NullMarked
package io.hotupgrade.state;

import org.jspecify.annotations.NullMarked;
