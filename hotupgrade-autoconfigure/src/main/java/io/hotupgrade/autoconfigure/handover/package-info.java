/**
 * How background work passes from one instance to the next: scheduled methods, and the
 * beans that take in work.
 */
@NullMarked
package io.hotupgrade.autoconfigure.handover;

import org.jspecify.annotations.NullMarked;
