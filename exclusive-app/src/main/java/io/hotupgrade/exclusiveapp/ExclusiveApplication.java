package io.hotupgrade.exclusiveapp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Writes a row for each request into a database that only one process can open, and has a
 * port besides that only one can listen on.
 */
@SpringBootApplication
public class ExclusiveApplication {

	/**
	 * Starts the application.
	 * @param arguments Spring Boot's command line
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(ExclusiveApplication.class, arguments);
	}

}
