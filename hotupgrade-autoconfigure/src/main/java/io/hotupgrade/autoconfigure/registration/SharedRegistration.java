package io.hotupgrade.autoconfigure.registration;

import java.util.Optional;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * Keeps an instance from taking back the entry in a service registry that another one
 * serves under. As a rule both have the same id there, since host and port are the same.
 */
final class SharedRegistration implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(SharedRegistration.class);

	private final Names names;

	/**
	 * Creates the post-processor.
	 * @param names knows who is registered by which id
	 */
	SharedRegistration(Names names) {
		this.names = names;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof ServiceRegistry<?>)) {
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(bean);
		// Some are injected by their class.
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) this::invoke);
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	private @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Optional<String> id = Optional.of(call.getArguments())
			.filter((arguments) -> arguments.length == 1 && arguments[0] instanceof Registration)
			.map((arguments) -> id((Registration) arguments[0]));
		String method = call.getMethod().getName();
		if (method.equals("register")) {
			id.ifPresent(this.names::add);
		}
		if (method.equals("deregister") && id.filter(this.names::isOfAnother).isPresent()) {
			this.names.leftToAnother();
			logger.info("The service stays registered as {}, by which id another instance serves", id.get());
			return null;
		}
		return call.proceed();
	}

	private static String id(Registration registration) {
		return (registration.getInstanceId() != null) ? registration.getInstanceId() : registration.getServiceId();
	}

	/**
	 * The ids of this instance and the other one.
	 */
	interface Names {

		/**
		 * This instance goes by an id.
		 */
		void add(String id);

		/**
		 * Whether another instance serves by that id.
		 */
		boolean isOfAnother(String id);

		/**
		 * This instance leaves without taking its id with it.
		 */
		void leftToAnother();

	}

}
