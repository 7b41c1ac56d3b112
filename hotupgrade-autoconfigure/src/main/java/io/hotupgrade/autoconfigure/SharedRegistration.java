package io.hotupgrade.autoconfigure;

import java.util.function.BooleanSupplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * Keeps an instance from taking back the entry in a service registry that another one
 * serves under. Both have the same id there, as host and port are the same.
 */
final class SharedRegistration implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(SharedRegistration.class);

	private final BooleanSupplier serves;

	/**
	 * Creates the post-processor.
	 * @param serves whether this instance serves; asked when it leaves a registry
	 */
	SharedRegistration(BooleanSupplier serves) {
		this.serves = serves;
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

	private Object invoke(MethodInvocation call) throws Throwable {
		boolean leaves = call.getMethod().getName().equals("deregister") && call.getArguments().length == 1
				&& call.getArguments()[0] instanceof Registration;
		if (leaves && !this.serves.getAsBoolean()) {
			logger.info("The service stays registered as {}: another instance serves under that name",
					describe((Registration) call.getArguments()[0]));
			return null;
		}
		return call.proceed();
	}

	private static String describe(Registration registration) {
		return (registration.getInstanceId() != null) ? registration.getInstanceId() : registration.getServiceId();
	}

}
