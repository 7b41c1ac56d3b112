/**
 * What hot upgrade has to call by another name in Spring Boot 3.5 than elsewhere.
 */
package io.hotupgrade.autoconfigure.boot3;
