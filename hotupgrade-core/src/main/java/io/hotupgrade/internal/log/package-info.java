/**
 * Logging that never holds up an upgrade. Anything in this package can be changed or
 * removed at any time.
 */
package io.hotupgrade.internal.log;
