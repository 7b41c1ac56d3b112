/**
 * What is looked at before an upgrade that only Spring Boot knows.
 */
@NullMarked
package io.hotupgrade.autoconfigure.preflight;

import org.jspecify.annotations.NullMarked;
