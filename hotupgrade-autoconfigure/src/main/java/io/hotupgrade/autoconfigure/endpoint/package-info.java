/**
 * What is the same in all generations of Spring Boot about the actuator's endpoints.
 */
package io.hotupgrade.autoconfigure.endpoint;
