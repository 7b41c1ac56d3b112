package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.autoconfigure.server.AdapterFit;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;

/**
 * Matches where the embedded server is one that has an adapter. It is the factory that
 * counts: the classes of one server may well be on the class path of an application that
 * runs on another. Those for servlets and for WebFlux have an interface in common.
 */
class OnUpgradableServerCondition extends AnyNestedCondition {

	OnUpgradableServerCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnClass(name = "io.undertow.Undertow")
	@ConditionalOnBean(type = "org.springframework.boot.web.embedded.undertow.ConfigurableUndertowWebServerFactory")
	static class OnUndertow {

	}

	@ConditionalOnClass(name = { "org.apache.catalina.startup.Tomcat", "io.hotupgrade.tomcat.TomcatAdapter" })
	@ConditionalOnBean(type = "org.springframework.boot.web.embedded.tomcat.ConfigurableTomcatWebServerFactory")
	@ConditionalOnFittingAdapter(AdapterFit.TOMCAT)
	static class OnTomcatOfBoot3 {

	}

	@ConditionalOnClass(name = { "org.apache.catalina.startup.Tomcat", "io.hotupgrade.tomcat.TomcatAdapter" })
	@ConditionalOnBean(type = "org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory")
	@ConditionalOnFittingAdapter(AdapterFit.TOMCAT)
	static class OnTomcatOfBoot4 {

	}

	@ConditionalOnClass(name = { "org.eclipse.jetty.server.Server", "io.hotupgrade.jetty.JettyAdapter" })
	@ConditionalOnBean(type = "org.springframework.boot.web.embedded.jetty.ConfigurableJettyWebServerFactory")
	@ConditionalOnFittingAdapter(AdapterFit.JETTY)
	static class OnJettyOfBoot3 {

	}

	@ConditionalOnClass(name = { "org.eclipse.jetty.server.Server", "io.hotupgrade.jetty.JettyAdapter" })
	@ConditionalOnBean(type = "org.springframework.boot.jetty.ConfigurableJettyWebServerFactory")
	@ConditionalOnFittingAdapter(AdapterFit.JETTY)
	static class OnJettyOfBoot4 {

	}

	@ConditionalOnClass(name = { "reactor.netty.http.server.HttpServer", "io.hotupgrade.netty.ReactorNettyAdapter" })
	@ConditionalOnBean(type = "org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory")
	@ConditionalOnFittingAdapter(AdapterFit.REACTOR_NETTY)
	static class OnNettyOfBoot3 {

	}

	@ConditionalOnClass(name = { "reactor.netty.http.server.HttpServer", "io.hotupgrade.netty.ReactorNettyAdapter" })
	@ConditionalOnBean(type = "org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory")
	@ConditionalOnFittingAdapter(AdapterFit.REACTOR_NETTY)
	static class OnNettyOfBoot4 {

	}

}
