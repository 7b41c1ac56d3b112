/**
 * What is the same in all generations of Spring Boot about embedded servers.
 */
@NullMarked
package io.hotupgrade.autoconfigure.server;

import org.jspecify.annotations.NullMarked;
