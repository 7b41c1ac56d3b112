package io.hotupgrade.messagingtests;

import java.nio.file.Path;

/**
 * The generations of Spring Boot for which the application is built.
 */
enum Generation {

	BOOT3("messaging-app-boot3"), BOOT4("messaging-app");

	private final String module;

	Generation(String module) {
		this.module = module;
	}

	Path jar() {
		return Path.of(System.getProperty("sources"), this.module, "target", this.module + ".jar")
			.toAbsolutePath()
			.normalize();
	}

}
