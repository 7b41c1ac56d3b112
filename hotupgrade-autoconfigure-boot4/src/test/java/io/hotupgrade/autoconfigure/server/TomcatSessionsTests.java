package io.hotupgrade.autoconfigure.server;

/**
 * Sessions that Tomcat keeps in a file, with Spring Boot 4.
 */
class TomcatSessionsTests extends AbstractSessionFileTests {

}
