/**
 * Starts instances of an application as processes of their own, follows them through
 * upgrades and leaves none of them behind.
 */
package io.hotupgrade.loadmeter.process;
