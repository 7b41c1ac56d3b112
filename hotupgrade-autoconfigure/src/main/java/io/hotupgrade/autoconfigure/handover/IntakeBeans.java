package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;

/**
 * The {@link Lifecycle} beans that take in new work. Stops them before the others, and
 * keeps them from starting as long as the predecessor has the work.
 */
final class IntakeBeans {

	private static final Logger logger = LoggerFactory.getLogger(IntakeBeans.class);

	private static final Comparator<Map.Entry<String, Lifecycle>> BY_PHASE = Comparator
		.comparingInt((entry) -> phase(entry.getValue()));

	private final ConfigurableListableBeanFactory beanFactory;

	private final IntakeSelection selection;

	private final IntakeLibraries libraries = new IntakeLibraries();

	/** What has to be started, because it was held back or was running before. */
	private final Map<String, Lifecycle> waiting = new LinkedHashMap<>();

	private boolean held;

	IntakeBeans(ConfigurableListableBeanFactory beanFactory, IntakeSelection selection, boolean held) {
		this.beanFactory = beanFactory;
		this.selection = selection;
		this.held = held;
	}

	/**
	 * Runs what starts the beans of the context; they are not started by others
	 * meanwhile.
	 */
	synchronized void whileContextStarts(Runnable start) {
		start.run();
	}

	/**
	 * Asked for each bean that is about to be started with the context.
	 * @return whether it must not be
	 */
	synchronized boolean holdBack(String name, Lifecycle bean) {
		if (!this.held || !isIntake(name, bean)) {
			return false;
		}
		boolean ran = bean.isRunning();
		if (ran) {
			bean.stop();
		}
		if (ran || bean instanceof SmartLifecycle smart && smart.isAutoStartup()) {
			this.waiting.put(name, bean);
		}
		return true;
	}

	/**
	 * A factory may start what it makes, as that of Spring Integration's adapters does.
	 */
	private boolean isIntake(String name, Lifecycle bean) {
		if (this.selection.isIntake(name, bean.getClass())) {
			return true;
		}
		Class<?> made = (bean instanceof FactoryBean<?> factory) ? factory.getObjectType() : null;
		return made != null && this.selection.isIntake(name, made);
	}

	/**
	 * Stops what runs although it is held back.
	 */
	synchronized void holdBackStarted() {
		if (!this.held) {
			return;
		}
		find().forEach((name, bean) -> {
			if (bean.isRunning()) {
				logger.warn("Bean '{}' was started and is stopped again until the predecessor has stopped its own: "
						+ "the application's own lifecycleProcessor does not hold it back", name);
				holdBack(name, bean);
			}
		});
	}

	/**
	 * Starts what was held back or stopped.
	 * @param since nobody has taken work that fell due after this moment
	 */
	synchronized void start(Instant since) {
		this.held = false;
		Map<String, Lifecycle> beans = new LinkedHashMap<>(this.waiting);
		this.waiting.clear();
		beans.entrySet().stream().sorted(BY_PHASE).forEach((entry) -> {
			try {
				this.libraries.of(entry.getValue()).start(entry.getValue(), since);
				logger.debug("Started bean '{}'", entry.getKey());
			}
			catch (RuntimeException ex) {
				logger.error("Bean '{}' takes no work: it cannot be started", entry.getKey(), ex);
			}
		});
	}

	/**
	 * Takes no work by the clock any more that falls due later. {@link #stop} has to
	 * follow.
	 * @param moment the wall-clock time
	 */
	synchronized void close(Instant moment) {
		find().forEach((name, bean) -> {
			if (bean.isRunning()) {
				attempt(name, () -> this.libraries.of(bean).close(bean, moment));
			}
		});
	}

	/**
	 * Stops all that run, those of the highest phase first.
	 * @return the names of those that have not stopped within the time
	 */
	synchronized List<String> stop(Duration limit) {
		this.held = true;
		Map<String, Stopping> stops = new LinkedHashMap<>();
		find().entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isRunning())
			.sorted(BY_PHASE.reversed())
			.forEach((entry) -> {
				Lifecycle bean = entry.getValue();
				this.waiting.put(entry.getKey(), bean);
				logger.debug("Stopping bean '{}'", entry.getKey());
				attempt(entry.getKey(), () -> stops.put(entry.getKey(), this.libraries.of(bean).stop(bean)));
			});
		return await(stops, limit);
	}

	private static void attempt(String name, Runnable stop) {
		try {
			stop.run();
		}
		catch (RuntimeException ex) {
			logger.warn("Bean '{}' failed to stop", name, ex);
		}
	}

	private static List<String> await(Map<String, Stopping> stops, Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		List<String> late = new ArrayList<>();
		stops.forEach((name, stopping) -> {
			try {
				if (!stopping.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
					late.add(name);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				late.add(name);
			}
		});
		return late;
	}

	/**
	 * The beans that exist; none is created.
	 */
	private Map<String, Lifecycle> find() {
		Map<String, Lifecycle> beans = new LinkedHashMap<>();
		for (String name : this.beanFactory.getBeanNamesForType(Lifecycle.class, false, false)) {
			String plainName = BeanFactoryUtils.transformedBeanName(name);
			if (this.beanFactory.containsSingleton(plainName)
					&& this.beanFactory.getBean(name) instanceof Lifecycle bean
					&& this.selection.isIntake(plainName, bean.getClass())) {
				beans.put(plainName, bean);
			}
		}
		return beans;
	}

	/** As {@code DefaultLifecycleProcessor} has it. */
	private static int phase(Lifecycle bean) {
		return (bean instanceof Phased phased) ? phased.getPhase() : 0;
	}

}
