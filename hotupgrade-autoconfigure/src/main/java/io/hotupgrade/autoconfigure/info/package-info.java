/**
 * What the actuator's info endpoint tells of the instance.
 */
@NullMarked
package io.hotupgrade.autoconfigure.info;

import org.jspecify.annotations.NullMarked;
