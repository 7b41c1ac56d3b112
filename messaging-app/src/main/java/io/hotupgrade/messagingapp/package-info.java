/**
 * An application with background work, for tests.
 */
package io.hotupgrade.messagingapp;
