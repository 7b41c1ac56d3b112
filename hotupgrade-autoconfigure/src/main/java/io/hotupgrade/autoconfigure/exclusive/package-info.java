/**
 * What cannot exist twice: beans that the predecessor lets go of before the successor has
 * them, and the requests that wait meanwhile.
 */
@NullMarked
package io.hotupgrade.autoconfigure.exclusive;

import org.jspecify.annotations.NullMarked;
