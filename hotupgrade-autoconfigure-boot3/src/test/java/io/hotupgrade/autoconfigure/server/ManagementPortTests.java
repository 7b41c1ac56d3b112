package io.hotupgrade.autoconfigure.server;

/**
 * A management server on a port of its own, with Spring Boot 3.5.
 */
class ManagementPortTests extends AbstractManagementPortTests {

}
