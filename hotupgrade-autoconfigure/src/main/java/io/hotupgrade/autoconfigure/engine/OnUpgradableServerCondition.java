package io.hotupgrade.autoconfigure.engine;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Conditional;

/**
 * Matches where the embedded server is one that has an adapter. It is the factory that
 * counts: the classes of one server may well be on the class path of an application that
 * runs on another.
 */
class OnUpgradableServerCondition extends AnyNestedCondition {

	OnUpgradableServerCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnClass(name = "io.undertow.Undertow")
	@ConditionalOnBean(type = "org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory")
	static class OnUndertow {

	}

	@ConditionalOnClass(name = { "org.apache.catalina.startup.Tomcat", "io.hotupgrade.tomcat.TomcatAdapter" })
	@ConditionalOnBean(type = "org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory")
	@Conditional(OnFittingTomcatCondition.class)
	static class OnTomcatOfBoot3 {

	}

	@ConditionalOnClass(name = { "org.apache.catalina.startup.Tomcat", "io.hotupgrade.tomcat.TomcatAdapter" })
	@ConditionalOnBean(type = "org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory")
	@Conditional(OnFittingTomcatCondition.class)
	static class OnTomcatOfBoot4 {

	}

}
