/**
 * The adapter for Jetty 12.0 and 12.1. {@link io.hotupgrade.jetty.JettyAdapter} is the
 * place to start.
 */
@NullMarked
package io.hotupgrade.jetty;

import org.jspecify.annotations.NullMarked;
