package io.hotupgrade.autoconfigure.exclusive;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;

/**
 * {@link Lifecycle} beans that cannot run twice: in a successor they are left out when
 * its context starts, and started when the predecessor has stopped its own.
 *
 * @since 0.1.0
 */
public final class LateResources implements ApplicationListener<ApplicationStartedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(LateResources.class);

	private static final Comparator<Map.Entry<String, Lifecycle>> BY_PHASE = Comparator
		.comparingInt((entry) -> phase(entry.getValue()));

	private final ApplicationContext context;

	private final ExclusiveSelection selection;

	private final BooleanSupplier expected;

	private final BooleanSupplier awaited;

	private final Map<String, Lifecycle> waiting = new LinkedHashMap<>();

	/**
	 * Creates it.
	 * @param context whose beans they are
	 * @param selection which beans they are
	 * @param expected whether there is a predecessor, or may be one
	 * @param awaited whether there is one
	 */
	LateResources(ApplicationContext context, ExclusiveSelection selection, BooleanSupplier expected,
			BooleanSupplier awaited) {
		this.context = context;
		this.selection = selection;
		this.expected = expected;
		this.awaited = awaited;
	}

	/**
	 * Asked for each bean that is about to be started with the context.
	 * @param name the bean's name
	 * @param bean the bean
	 * @return whether it must not be
	 */
	public synchronized boolean holdBack(String name, Lifecycle bean) {
		boolean late = this.expected.getAsBoolean() && this.selection.includes(name, bean.getClass());
		if (late && bean instanceof SmartLifecycle smart && smart.isAutoStartup()) {
			this.waiting.put(name, bean);
		}
		return late;
	}

	synchronized boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/**
	 * Starts what was left out.
	 */
	synchronized void start() {
		this.waiting.entrySet().stream().sorted(BY_PHASE).forEach((entry) -> {
			logger.info("Starting bean '{}', which cannot run twice", entry.getKey());
			entry.getValue().start();
		});
		this.waiting.clear();
	}

	/**
	 * One that nobody waits for has no predecessor any more.
	 */
	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext() == this.context && !this.awaited.getAsBoolean()) {
			start();
		}
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	private static int phase(Lifecycle bean) {
		return (bean instanceof Phased phased) ? phased.getPhase() : 0;
	}

}
