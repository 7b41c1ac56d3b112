package io.hotupgrade.autoconfigure.server;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * Remembers which embedded server the application has. The event that tells of one is of
 * another type in each generation of Spring Boot, but always comes from a server.
 *
 * @since 0.1.0
 */
public final class StartedServer implements ApplicationListener<ApplicationEvent>, Supplier<String> {

	private volatile @Nullable String name;

	/** The application's own comes first, that of a management context later. */
	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (this.name == null && event.getSource() instanceof WebServer server) {
			this.name = server.getClass().getSimpleName();
		}
	}

	/**
	 * The simple name of the server's class.
	 * @return the name; {@code null} if none has started
	 */
	@Override
	public @Nullable String get() {
		return this.name;
	}

}
