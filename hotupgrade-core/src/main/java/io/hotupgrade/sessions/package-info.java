/**
 * HTTP sessions that come along in an upgrade: who has which, and how they move.
 */
@NullMarked
package io.hotupgrade.sessions;

import org.jspecify.annotations.NullMarked;
