/**
 * What is the same in all generations of Spring Boot about embedded servers.
 */
package io.hotupgrade.autoconfigure.server;
