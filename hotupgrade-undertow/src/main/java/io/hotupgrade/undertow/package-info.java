/**
 * Adapter for an embedded Undertow. {@link io.hotupgrade.undertow.UndertowAdapter} is the
 * place to start.
 */
package io.hotupgrade.undertow;
