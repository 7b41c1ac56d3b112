package io.hotupgrade.autoconfigure.warmup;

/**
 * What a warm-up leaves behind, with Spring Boot 4.
 */
class WarmUpTracesTests extends AbstractWarmUpTracesTests {

}
