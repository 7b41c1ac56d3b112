package io.hotupgrade.gatewayapp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A gateway, whose routes are configured where it is started.
 */
@SpringBootApplication
public class GatewayApplication {

	/**
	 * Starts the gateway.
	 * @param args Spring Boot's command line
	 */
	public static void main(String[] args) {
		SpringApplication.run(GatewayApplication.class, args);
	}

}
