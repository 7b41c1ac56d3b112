package io.hotupgrade.autoconfigure.page;

import io.hotupgrade.autoconfigure.NettyConfiguration;
import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The page with WebFlux on Reactor Netty, below every kind of prefix there is.
 */
class StatusPageOnNettyTests extends AbstractStatusPageTests {

	StatusPageOnNettyTests() {
		super(Application.class, "/base/operations/deploy", "--spring.webflux.base-path=/base",
				"--management.endpoints.web.base-path=/operations",
				"--management.endpoints.web.path-mapping.hotupgrade=deploy");
	}

	@Override
	void choose(SpringApplication application) {
		NettyConfiguration.choose(application);
	}

	/** Guarded as Spring Boot does where an application says nothing. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		TestHotUpgrade testHotUpgrade() {
			return new TestHotUpgrade();
		}

	}

}
