/**
 * What the adapter needs and XNIO shows to its own package only.
 */
@NullMarked
package org.xnio.nio;

import org.jspecify.annotations.NullMarked;
