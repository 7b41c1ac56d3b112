/**
 * Readiness and health: when a successor has come far enough to take over, and whether it
 * stays well. Where health comes from differs between the generations of Spring Boot; one
 * of them brings a {@link io.hotupgrade.autoconfigure.health.HealthSource}.
 */
@NullMarked
package io.hotupgrade.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
