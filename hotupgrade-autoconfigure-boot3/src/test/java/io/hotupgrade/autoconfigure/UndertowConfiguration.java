package io.hotupgrade.autoconfigure;

import java.util.Set;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Undertow as the server of an application, where others are on the class path, as well.
 */
@Configuration(proxyBeanMethods = false)
public class UndertowConfiguration {

	@Bean
	UndertowServletWebServerFactory webServerFactory() {
		return new UndertowServletWebServerFactory();
	}

	/**
	 * Makes it the server of an application.
	 * @param application the application, which has not been started
	 */
	public static void choose(SpringApplication application) {
		application.addPrimarySources(Set.of(UndertowConfiguration.class));
	}

}
