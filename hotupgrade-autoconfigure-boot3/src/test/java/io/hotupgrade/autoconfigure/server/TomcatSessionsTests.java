package io.hotupgrade.autoconfigure.server;

/**
 * Sessions that Tomcat keeps in a file, with Spring Boot 3.5.
 */
class TomcatSessionsTests extends AbstractSessionFileTests {

}
