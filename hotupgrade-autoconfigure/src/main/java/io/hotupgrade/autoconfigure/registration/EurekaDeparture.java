package io.hotupgrade.autoconfigure.registration;

import java.lang.reflect.Method;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Eureka's client takes its entry out of the registry by itself when it is closed,
 * whatever Spring Cloud has said, unless its configuration is against that at the time.
 * Not compiled against it, since it is all that is needed of it.
 */
final class EurekaDeparture implements Runnable {

	static final String CONFIGURATION = "org.springframework.cloud.netflix.eureka.EurekaClientConfigBean";

	private static final Logger logger = LoggerFactory.getLogger(EurekaDeparture.class);

	private static final String SETTER = "setShouldUnregisterOnShutdown";

	private final ListableBeanFactory beans;

	private final String configuration;

	/**
	 * Creates it.
	 * @param beans where the configuration may be
	 * @param configuration the type of the configuration
	 */
	EurekaDeparture(ListableBeanFactory beans, String configuration) {
		this.beans = beans;
		this.configuration = configuration;
	}

	/**
	 * Lets the client leave without a word.
	 */
	@Override
	public void run() {
		try {
			Class<?> type = ClassUtils.forName(this.configuration, getClass().getClassLoader());
			Method setter = ReflectionUtils.findMethod(type, SETTER, boolean.class);
			if (setter != null) {
				this.beans.getBeanProvider(type).forEach((bean) -> ReflectionUtils.invokeMethod(setter, bean, false));
			}
		}
		catch (ClassNotFoundException ex) {
			// There is no Eureka.
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Eureka's client may take the entry out of the registry that another instance serves under, "
					+ "until that renews it; set eureka.client.should-unregister-on-shutdown to false", ex);
		}
	}

}
