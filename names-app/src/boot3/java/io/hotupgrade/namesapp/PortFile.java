package io.hotupgrade.namesapp;

import org.springframework.boot.web.context.WebServerPortFileWriter;
import org.springframework.context.ApplicationListener;

/**
 * The file with the port, as Spring Boot 3.5 writes it.
 */
final class PortFile {

	private PortFile() {
	}

	static ApplicationListener<?> writer() {
		return new WebServerPortFileWriter();
	}

}
