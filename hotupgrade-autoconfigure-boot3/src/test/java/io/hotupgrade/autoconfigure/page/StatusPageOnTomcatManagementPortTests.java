package io.hotupgrade.autoconfigure.page;

import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The page on Tomcat, on a port of its own.
 */
class StatusPageOnTomcatManagementPortTests extends AbstractStatusPageTests {

	StatusPageOnTomcatManagementPortTests() {
		super(Application.class, "/manage/actuator/hotupgrade", "--management.server.port=0",
				"--management.server.base-path=/manage");
	}

	/** Guarded as Spring Boot does where an application says nothing. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		TestHotUpgrade testHotUpgrade() {
			return new TestHotUpgrade();
		}

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

}
