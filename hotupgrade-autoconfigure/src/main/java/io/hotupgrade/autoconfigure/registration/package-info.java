/**
 * The entry in a service registry, which both instances have under the same id.
 */
@NullMarked
package io.hotupgrade.autoconfigure.registration;

import org.jspecify.annotations.NullMarked;
