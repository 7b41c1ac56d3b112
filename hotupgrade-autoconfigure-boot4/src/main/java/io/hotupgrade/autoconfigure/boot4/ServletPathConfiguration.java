package io.hotupgrade.autoconfigure.boot4;

import io.hotupgrade.autoconfigure.endpoint.ServletPath;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;

/**
 * Tells where Spring MVC is, in whichever context serves the actuator.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnClass(DispatcherServletPath.class)
class ServletPathConfiguration {

	@Bean
	ServletPath upgradeServletPath(ObjectProvider<DispatcherServletPath> dispatcherServlet) {
		DispatcherServletPath found = dispatcherServlet.getIfAvailable();
		return (found != null) ? found::getRelativePath : (path) -> path;
	}

}
