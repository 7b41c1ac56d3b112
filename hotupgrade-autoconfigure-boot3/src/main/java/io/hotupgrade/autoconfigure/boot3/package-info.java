/**
 * What hot upgrade has to call by another name in Spring Boot 3.5 than elsewhere.
 */
@NullMarked
package io.hotupgrade.autoconfigure.boot3;

import org.jspecify.annotations.NullMarked;
