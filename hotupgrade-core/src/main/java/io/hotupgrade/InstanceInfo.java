package io.hotupgrade;

/**
 * One of the two instances of an upgrade.
 *
 * @param pid process id; 0 while unknown
 * @param generation 0 for the first instance, one more for each successor
 * @param version the application's version, or an empty string where it has none
 * @since 0.1.0
 */
public record InstanceInfo(long pid, int generation, String version) {

}
