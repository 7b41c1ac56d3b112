package io.hotupgrade.messagingapp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes numbers by way of one library, which the profile names, and writes down each that
 * it has handled.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@RestController
public class MessagingApplication {

	public static void main(String[] args) {
		SpringApplication.run(MessagingApplication.class, args);
	}

	@GetMapping("/")
	String hello() {
		return "hello";
	}

}
