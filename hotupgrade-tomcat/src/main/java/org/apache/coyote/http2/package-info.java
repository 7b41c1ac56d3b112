/**
 * What it takes to say GOAWAY on an HTTP/2 connection of Tomcat's is visible in this
 * package only.
 */
@NullMarked
package org.apache.coyote.http2;

import org.jspecify.annotations.NullMarked;
