/**
 * Adapter for an embedded Undertow. {@link io.hotupgrade.undertow.UndertowAdapter} is the
 * place to start.
 */
@NullMarked
package io.hotupgrade.undertow;

import org.jspecify.annotations.NullMarked;
