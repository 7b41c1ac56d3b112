/**
 * The application's health, whatever generation of Spring Boot it comes from.
 */
@NullMarked
package io.hotupgrade.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
