/**
 * Warming up: what a successor asks of itself before it is given traffic.
 */
package io.hotupgrade.internal.warmup;
