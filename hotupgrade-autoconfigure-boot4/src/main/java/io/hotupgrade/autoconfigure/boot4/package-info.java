/**
 * What hot upgrade has to call by another name in Spring Boot 4 than elsewhere.
 */
@NullMarked
package io.hotupgrade.autoconfigure.boot4;

import org.jspecify.annotations.NullMarked;
