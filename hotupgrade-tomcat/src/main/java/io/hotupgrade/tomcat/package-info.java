/**
 * The adapter for Tomcat 10.1 and 11. {@link io.hotupgrade.tomcat.TomcatAdapter} is the
 * place to start.
 */
@NullMarked
package io.hotupgrade.tomcat;

import org.jspecify.annotations.NullMarked;
