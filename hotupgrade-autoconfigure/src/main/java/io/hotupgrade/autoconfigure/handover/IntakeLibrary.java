package io.hotupgrade.autoconfigure.handover;

import java.time.Instant;

import org.springframework.context.Lifecycle;

/**
 * How the beans of one library that take in work are stopped and started.
 */
interface IntakeLibrary {

	/** Whether a bean is of this library. */
	boolean knows(Lifecycle bean);

	/**
	 * Asked before the bean is stopped, which may take a while: it takes no work any more
	 * that falls due later than that. Returns at once.
	 * @param bean the bean
	 * @param moment the wall-clock time
	 */
	default void close(Lifecycle bean, Instant moment) {
	}

	/**
	 * Begins to stop a bean.
	 * @param bean the bean, which runs
	 * @return waits for the end of it
	 */
	Stopping stop(Lifecycle bean);

	/**
	 * Starts a bean that was held back or stopped.
	 * @param bean the bean
	 * @param since nobody has taken work that fell due after this moment
	 */
	default void start(Lifecycle bean, Instant since) {
		bean.start();
	}

}
