/**
 * What an instance learns of its clients' requests, for the warm-up of its successor.
 * {@link io.hotupgrade.server.learn.RequestRecorder} is the place to start.
 */
@NullMarked
package io.hotupgrade.server.learn;

import org.jspecify.annotations.NullMarked;
