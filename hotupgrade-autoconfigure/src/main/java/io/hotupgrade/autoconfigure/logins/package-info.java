/**
 * What Spring Security knows of sessions beside what is in them.
 */
@NullMarked
package io.hotupgrade.autoconfigure.logins;

import org.jspecify.annotations.NullMarked;
