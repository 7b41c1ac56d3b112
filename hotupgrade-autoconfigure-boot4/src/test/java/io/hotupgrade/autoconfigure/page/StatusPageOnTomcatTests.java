package io.hotupgrade.autoconfigure.page;

import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The page on Tomcat, below every kind of prefix there is.
 */
class StatusPageOnTomcatTests extends AbstractStatusPageTests {

	StatusPageOnTomcatTests() {
		super(Application.class, "/base/mvc/operations/deploy", "--server.servlet.context-path=/base",
				"--spring.mvc.servlet.path=/mvc", "--management.endpoints.web.base-path=/operations",
				"--management.endpoints.web.path-mapping.hotupgrade=deploy");
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
