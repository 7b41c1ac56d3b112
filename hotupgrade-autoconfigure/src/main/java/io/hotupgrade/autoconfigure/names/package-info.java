/**
 * Names of the application that exist once, whichever instance serves: the files with its
 * process id and its ports.
 */
@NullMarked
package io.hotupgrade.autoconfigure.names;

import org.jspecify.annotations.NullMarked;
