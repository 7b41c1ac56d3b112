/**
 * What is the same in all generations of Spring Boot about the actuator's endpoints.
 */
@NullMarked
package io.hotupgrade.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
