/**
 * An application with what two instances of it cannot both have.
 */
package io.hotupgrade.namesapp;
