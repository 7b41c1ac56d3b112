package io.hotupgrade.autoconfigure;

/**
 * Sessions that Tomcat keeps in a file, with Spring Boot 3.5.
 */
class TomcatSessionsTests extends AbstractTomcatSessionsTests {

}
