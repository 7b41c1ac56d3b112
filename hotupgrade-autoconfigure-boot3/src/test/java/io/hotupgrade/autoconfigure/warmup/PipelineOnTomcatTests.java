package io.hotupgrade.autoconfigure.warmup;

/**
 * The pipeline's warm-up on Tomcat, with Spring Boot 3.5.
 */
class PipelineOnTomcatTests extends AbstractPipelineTests {

}
