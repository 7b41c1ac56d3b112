package io.hotupgrade.autoconfigure.page;

import io.hotupgrade.autoconfigure.NettyConfiguration;
import io.hotupgrade.autoconfigure.endpoint.TestHotUpgrade;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The page with WebFlux on Reactor Netty, on a port of its own.
 */
class StatusPageOnNettyManagementPortTests extends AbstractStatusPageTests {

	StatusPageOnNettyManagementPortTests() {
		super(Application.class, "/manage/actuator/hotupgrade", "--spring.profiles.active=netty",
				"--management.server.port=0", "--management.server.base-path=/manage");
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
