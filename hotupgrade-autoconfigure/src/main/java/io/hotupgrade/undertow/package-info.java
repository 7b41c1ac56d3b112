/**
 * Adapter for Spring Boot's embedded Undertow.
 * {@link io.hotupgrade.undertow.UndertowReusePortCustomizer} is the place to start.
 */
package io.hotupgrade.undertow;
