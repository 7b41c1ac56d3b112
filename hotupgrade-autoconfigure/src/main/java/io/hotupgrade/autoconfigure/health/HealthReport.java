package io.hotupgrade.autoconfigure.health;

import java.util.Map;

/**
 * The health of something and of what it consists of.
 *
 * @param status the status' code, such as {@code UP}
 * @param components the parts by name; empty where there are none
 * @since 0.1.0
 */
public record HealthReport(String status, Map<String, HealthReport> components) {

}
