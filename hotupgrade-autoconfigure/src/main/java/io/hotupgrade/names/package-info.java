/**
 * Names of the application that exist once, whichever instance serves: the files with its
 * process id and its ports.
 */
package io.hotupgrade.names;
