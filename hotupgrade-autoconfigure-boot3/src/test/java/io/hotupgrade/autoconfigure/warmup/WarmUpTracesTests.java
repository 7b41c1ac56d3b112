package io.hotupgrade.autoconfigure.warmup;

/**
 * What a warm-up leaves behind, with Spring Boot 3.5.
 */
class WarmUpTracesTests extends AbstractWarmUpTracesTests {

}
