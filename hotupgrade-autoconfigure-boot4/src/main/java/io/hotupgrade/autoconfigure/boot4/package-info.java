/**
 * What hot upgrade has to call by another name in Spring Boot 4 than elsewhere.
 */
package io.hotupgrade.autoconfigure.boot4;
