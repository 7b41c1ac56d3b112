package io.hotupgrade.autoconfigure;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Reactor Netty as the server of an application, where others are on the class path, as
 * well.
 */
@Configuration(proxyBeanMethods = false)
public class NettyConfiguration {

	/** What Spring Boot would configure of Spring Security. */
	public static final String SECURITY = "org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration,"
			+ "org.springframework.boot.autoconfigure.security.reactive.ReactiveUserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.actuate.autoconfigure.security.reactive.ReactiveManagementWebSecurityAutoConfiguration";

	/** As that of Spring Boot, but gone at once. */
	@Bean
	ReactorResourceFactory reactorResources() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setShutdownQuietPeriod(Duration.ZERO);
		return resources;
	}

	@Bean
	NettyReactiveWebServerFactory webServerFactory(ReactorResourceFactory resources) {
		NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();
		factory.setResourceFactory(resources);
		return factory;
	}

	/**
	 * Makes it the server of an application.
	 * @param application the application, which has not been started
	 */
	public static void choose(SpringApplication application) {
		application.addPrimarySources(Set.of(NettyConfiguration.class));
		application.setWebApplicationType(WebApplicationType.REACTIVE);
	}

}
