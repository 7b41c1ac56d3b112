package io.hotupgrade.autoconfigure;

/**
 * What a warm-up leaves behind, with Spring Boot 3.5.
 */
class WarmUpTracesTests extends AbstractWarmUpTracesTests {

}
