package io.hotupgrade.loginapp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * For tests: letters are written by whoever has logged in, and kept in the session.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class LoginApplication {

	/**
	 * Starts the application.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		SpringApplication.run(LoginApplication.class, args);
	}

}
