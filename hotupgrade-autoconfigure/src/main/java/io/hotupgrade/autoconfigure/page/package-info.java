/**
 * A page that shows upgrades to people, beside the endpoint.
 */
@NullMarked
package io.hotupgrade.autoconfigure.page;

import org.jspecify.annotations.NullMarked;
