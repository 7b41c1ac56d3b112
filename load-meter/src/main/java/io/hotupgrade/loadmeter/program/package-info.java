/**
 * What programs that are built on the meter share: a command line, and the end of all
 * that they have started.
 */
package io.hotupgrade.loadmeter.program;
