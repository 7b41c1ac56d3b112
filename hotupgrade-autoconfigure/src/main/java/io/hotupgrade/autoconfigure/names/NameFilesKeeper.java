package io.hotupgrade.autoconfigure.names;

import java.time.Duration;

import io.hotupgrade.autoconfigure.threads.Scheduler;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Keeps the {@linkplain NameFiles files} right that name the instance that serves. Files
 * may be slow, and the engine's thread may not: so another one writes them.
 */
final class NameFilesKeeper implements ApplicationListener<ApplicationStartedEvent>, DisposableBean {

	private final ApplicationContext context;

	private final ServingInstance instance;

	private final NameFiles files;

	private final Scheduler scheduler;

	/**
	 * Creates the keeper.
	 * @param context the application's context
	 * @param instance knows who serves
	 * @param files the files
	 * @param scheduler runs one task at a time; closed with this bean
	 */
	NameFilesKeeper(ApplicationContext context, ServingInstance instance, NameFiles files, Scheduler scheduler) {
		this.context = context;
		this.instance = instance;
		this.files = files;
		this.scheduler = scheduler;
		instance.onNews(this::update);
	}

	/**
	 * By now it is known whether there is a predecessor.
	 */
	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext() == this.context) {
			update();
		}
	}

	private void update() {
		this.files.setServing(this.instance.serves());
		this.scheduler.schedule(Duration.ZERO, this.files::write);
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public void destroy() {
		this.scheduler.close();
	}

}
