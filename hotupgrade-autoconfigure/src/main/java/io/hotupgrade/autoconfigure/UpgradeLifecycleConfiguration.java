package io.hotupgrade.autoconfigure;

import java.util.function.Supplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.jspecify.annotations.Nullable;

import io.hotupgrade.UpgradeGuard;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.WarmUp;
import io.hotupgrade.autoconfigure.health.HealthSource;
import io.hotupgrade.autoconfigure.server.SessionFile;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.names.FileWriterBeans;
import io.hotupgrade.names.NameFiles;
import io.hotupgrade.server.WebSocketFarewell;
import io.hotupgrade.server.support.DrainHooks;

/**
 * What connects the engine with the application, also where the application brings its
 * own engine.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(value = UpgradeEngine.class, search = SearchStrategy.CURRENT)
@EnableConfigurationProperties(HotUpgradeProperties.class)
class UpgradeLifecycleConfiguration {

	@Bean
	DrainOnClose upgradeDrainOnClose(ApplicationContext context, UpgradeEngine engine) {
		return new DrainOnClose(context, InstanceLifecycle.of(engine));
	}

	@Bean(destroyMethod = "close")
	DaemonScheduler upgradeReadinessScheduler() {
		return new DaemonScheduler(2, "hotupgrade-readiness-");
	}

	/**
	 * Takes the availability now and not later: so that bean is told of a change before
	 * this one, and the first check sees it.
	 */
	@Bean
	ReadinessReporter upgradeReadinessReporter(ApplicationContext context, UpgradeEngine engine,
			HotUpgradeProperties properties, ObjectProvider<ApplicationAvailability> availability,
			HealthCheck healthCheck, DaemonScheduler upgradeReadinessScheduler, ObjectProvider<WarmUp> warmUps) {
		InstanceLifecycle lifecycle = InstanceLifecycle.of(engine);
		WarmUpBeforeReady warmUp = new WarmUpBeforeReady(context, WarmUpSettingsConverter.convert(properties.warmUp()),
				warmUps, engine::warmUp, lifecycle);
		ReadinessGate gate = new ReadinessGate(readinessState(availability.getIfAvailable()), healthCheck,
				properties.health().timeout(), upgradeReadinessScheduler, warmUp);
		return new ReadinessReporter(context, lifecycle, gate);
	}

	/** It has to hear of everything from the beginning. */
	@Bean
	@Lazy(false)
	ServingInstance upgradeServingInstance(UpgradeEngine engine) {
		return new ServingInstance(engine, ProcessHandle.current().pid());
	}

	@Bean
	@Lazy(false)
	NameFilesKeeper upgradeNameFilesKeeper(ApplicationContext context, ServingInstance instance) {
		return new NameFilesKeeper(context, instance, NameFiles.ofThisProcess(),
				new DaemonScheduler(1, "hotupgrade-names-"));
	}

	@Bean
	static FileWriterBeans upgradeFileWriterBeans() {
		return new FileWriterBeans();
	}

	@Bean
	ProbationHealth upgradeProbationHealth(UpgradeEngine engine, HotUpgradeProperties properties,
			HealthCheck healthCheck, DaemonScheduler upgradeProbationScheduler) {
		return new ProbationHealth(ProcessHandle.current().pid(), healthCheck, properties.health().timeout(),
				upgradeProbationScheduler, InstanceLifecycle.of(engine));
	}

	@Bean(destroyMethod = "close")
	DaemonScheduler upgradeProbationScheduler() {
		return new DaemonScheduler(2, "hotupgrade-probation-");
	}

	@Bean
	UpgradeEventPublisher upgradeEventPublisher(UpgradeEngine engine, ApplicationEventPublisher publisher) {
		return new UpgradeEventPublisher(engine, publisher, new DaemonScheduler(1, "hotupgrade-events-"));
	}

	/**
	 * Not lazy even in an application whose beans are: nobody asks for it.
	 */
	@Bean
	@Lazy(false)
	UpgradeListenerRegistrar upgradeListenerRegistrar(UpgradeEngine engine, ObjectProvider<UpgradeListener> listeners,
			ObjectProvider<UpgradeGuard> guard) {
		guard.ifAvailable(engine::setGuard);
		return new UpgradeListenerRegistrar(engine, listeners);
	}

	@Bean
	HealthCheck upgradeHealthCheck(HotUpgradeProperties properties, ObjectProvider<HealthSource> source,
			Environment environment) {
		HealthSource health = source.getIfAvailable();
		return (health != null)
				? ActuatorHealthCheck.of(health, properties.health().group(), ReadinessGroup.isWanted(environment))
				: HealthCheck.NONE;
	}

	/** For the servers of all generations. */
	@Bean
	DrainHooks upgradeDrainHooks(HotUpgradeProperties properties, ObjectProvider<WebSocketFarewell> farewells) {
		return new DrainHooks(new IgnoredPaths(properties.drain().ignoredPaths()),
				() -> farewells.orderedStream().toList());
	}

	@Bean
	SessionFile upgradeSessionFile(UpgradeEngine engine, ServingInstance instance) {
		return new SessionFile(engine::hasPredecessor, instance::serves);
	}

	private static Supplier<ReadinessState> readinessState(@Nullable ApplicationAvailability availability) {
		return (availability != null) ? availability::getReadinessState : () -> ReadinessState.ACCEPTING_TRAFFIC;
	}

	/**
	 * Only where SockJS may be in use. Spring MVC looks for interceptors of this type for
	 * every mapping of handlers, also that of SockJS.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SockJsHttpRequestHandler.class, MappedInterceptor.class })
	static class SockJsConfiguration {

		@Bean
		MappedInterceptor sockJsFarewell() {
			return new MappedInterceptor(null, new SockJsFarewell());
		}

	}

}
