package io.hotupgrade.autoconfigure.server;

/**
 * A management server on a port of its own, with Spring Boot 4.
 */
class ManagementPortTests extends AbstractManagementPortTests {

}
