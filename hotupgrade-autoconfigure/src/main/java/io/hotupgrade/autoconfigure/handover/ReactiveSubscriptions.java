package io.hotupgrade.autoconfigure.handover;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.util.ReflectionUtils;

/**
 * What reactive {@code @Scheduled} methods have subscribed to, and is not over. Spring
 * knows that, to cancel it when the context is closed, but tells nobody.
 */
final class ReactiveSubscriptions {

	private static final Logger logger = LoggerFactory.getLogger(ReactiveSubscriptions.class);

	/** Nobody tells when one is over. */
	private static final Duration POLL = Duration.ofMillis(20);

	private final ApplicationContext context;

	private final Predicate<Class<?>> exempt;

	/**
	 * Creates it.
	 * @param context whose they are
	 * @param exempt the types of beans whose subscriptions may go on
	 */
	ReactiveSubscriptions(ApplicationContext context, Predicate<Class<?>> exempt) {
		this.context = context;
		this.exempt = exempt;
	}

	/**
	 * Waits until there is none, and cancels those that are left.
	 * @param limit how long to wait at most
	 * @return how many were cancelled
	 */
	synchronized int end(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		try {
			while (!live().isEmpty() && System.nanoTime() < deadline) {
				wait(POLL.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		List<Live> left = live();
		left.forEach(Live::cancel);
		return left.size();
	}

	private List<Live> live() {
		return this.context.getBeanProvider(ScheduledAnnotationBeanPostProcessor.class)
			.stream()
			.flatMap((processor) -> live(processor).stream())
			.toList();
	}

	private List<Live> live(ScheduledAnnotationBeanPostProcessor processor) {
		List<Live> found = new ArrayList<>();
		byBean(processor).forEach((bean, subscriptions) -> {
			if (!this.exempt.test(AopUtils.getTargetClass(bean))) {
				subscriptions.forEach((subscription) -> found.add(new Live(subscriptions, subscription)));
			}
		});
		return found;
	}

	@SuppressWarnings("unchecked")
	private static Map<Object, List<Runnable>> byBean(ScheduledAnnotationBeanPostProcessor processor) {
		Field field = ReflectionUtils.findField(ScheduledAnnotationBeanPostProcessor.class, "reactiveSubscriptions",
				Map.class);
		if (field == null) {
			logger.debug("What reactive @Scheduled methods have subscribed to is not known, and not waited for");
			return Map.of();
		}
		ReflectionUtils.makeAccessible(field);
		Object known = ReflectionUtils.getField(field, processor);
		return (known != null) ? copy((Map<Object, List<Runnable>>) known) : Map.of();
	}

	/** A bean that is created late adds to it. */
	private static Map<Object, List<Runnable>> copy(Map<Object, List<Runnable>> known) {
		while (true) {
			try {
				return new IdentityHashMap<>(known);
			}
			catch (ConcurrentModificationException ex) {
				logger.trace("Once more", ex);
			}
		}
	}

	/**
	 * A subscription that is not over.
	 *
	 * @param all those of its bean
	 * @param subscription the one, which ends when it is run
	 */
	private record Live(List<Runnable> all, Runnable subscription) {

		/** Spring forgets only those that have ended by themselves. */
		void cancel() {
			this.all.remove(this.subscription);
			this.subscription.run();
		}

	}

}
