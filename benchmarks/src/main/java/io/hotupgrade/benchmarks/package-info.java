/**
 * Measures an upgrade beside other ways to bring a new version into service, all under
 * the same load: {@code java -jar benchmarks.jar}.
 */
package io.hotupgrade.benchmarks;
