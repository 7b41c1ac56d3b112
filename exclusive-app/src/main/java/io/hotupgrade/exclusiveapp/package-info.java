/**
 * An application with what cannot exist twice, for tests.
 */
package io.hotupgrade.exclusiveapp;
