/**
 * The application's health, whatever generation of Spring Boot it comes from.
 */
package io.hotupgrade.autoconfigure.health;
