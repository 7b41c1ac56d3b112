package io.hotupgrade.autoconfigure.server;

/**
 * Sessions that Tomcat shares, with Spring Boot 3.5.
 */
class SharedSessionsTests extends AbstractSharedSessionsTests {

}
