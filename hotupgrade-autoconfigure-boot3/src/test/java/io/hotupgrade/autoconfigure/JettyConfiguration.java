package io.hotupgrade.autoconfigure;

import java.util.Set;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Jetty as the server of an application, where others are on the class path, as well.
 */
@Configuration(proxyBeanMethods = false)
public class JettyConfiguration {

	@Bean
	JettyServletWebServerFactory webServerFactory() {
		return new JettyServletWebServerFactory();
	}

	/**
	 * Makes it the server of an application.
	 * @param application the application, which has not been started
	 */
	public static void choose(SpringApplication application) {
		application.addPrimarySources(Set.of(JettyConfiguration.class));
	}

}
