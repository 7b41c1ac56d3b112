package io.hotupgrade.autoconfigure.server;

/**
 * Sessions that Tomcat shares, with Spring Boot 4.
 */
class SharedSessionsTests extends AbstractSharedSessionsTests {

}
