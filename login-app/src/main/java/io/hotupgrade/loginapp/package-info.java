/**
 * An application that people log in to.
 */
package io.hotupgrade.loginapp;
