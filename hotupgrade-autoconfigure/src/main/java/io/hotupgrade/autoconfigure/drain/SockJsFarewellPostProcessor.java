package io.hotupgrade.autoconfigure.drain;

import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;

/**
 * Gives {@link SockJsFarewell} to the mappings that may have handlers of SockJS. An
 * interceptor of all mappings would be paid for by each request to a controller.
 */
final class SockJsFarewellPostProcessor implements InstantiationAwareBeanPostProcessor {

	private final SockJsFarewell farewell = new SockJsFarewell();

	/** Before the mapping is told its context, which is when it looks at them. */
	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		if (bean instanceof AbstractUrlHandlerMapping mapping) {
			mapping.setInterceptors(this.farewell);
		}
		return true;
	}

}
