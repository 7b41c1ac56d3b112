/**
 * What the adapter needs and Undertow shows to its own package only.
 */
@NullMarked
package io.undertow.protocols.http2;

import org.jspecify.annotations.NullMarked;
