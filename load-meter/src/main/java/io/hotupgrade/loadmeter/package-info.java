/**
 * Measures what clients of an instance see. Everything is a plain socket and nothing is
 * ever retried: a client library that repeats a failed request hides the very losses that
 * are looked for. {@link io.hotupgrade.loadmeter.LoadMeter} is the place to start.
 */
package io.hotupgrade.loadmeter;
