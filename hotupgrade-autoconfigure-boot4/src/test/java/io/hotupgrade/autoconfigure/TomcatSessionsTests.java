package io.hotupgrade.autoconfigure;

/**
 * Sessions that Tomcat keeps in a file, with Spring Boot 4.
 */
class TomcatSessionsTests extends AbstractTomcatSessionsTests {

}
