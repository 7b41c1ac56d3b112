package io.hotupgrade.autoconfigure.engine;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Stands where there is no engine, and says why: once in the log, and in the answer to
 * each request.
 *
 * @since 0.1.0
 */
public final class InactiveHotUpgrade implements ApplicationListener<ApplicationStartedEvent>, Supplier<HotUpgrade> {

	private static final Logger logger = LoggerFactory.getLogger(InactiveHotUpgrade.class);

	private final ApplicationContext context;

	private final Supplier<String> server;

	private final Function<String, Optional<String>> obstacle;

	/**
	 * Creates it.
	 * @param context the application
	 * @param server tells the embedded server's name, or {@code null} if there is none
	 * @param obstacle tells of a server by its name why it is not supported although it
	 * could be, and what to do, as sentences without an end
	 */
	InactiveHotUpgrade(ApplicationContext context, Supplier<String> server,
			Function<String, Optional<String>> obstacle) {
		this.context = context;
		this.server = server;
		this.obstacle = obstacle;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext() == this.context) {
			logger.info("{}. Set hotupgrade.enabled=false to silence this message", explain());
		}
	}

	/**
	 * Never returns.
	 */
	@Override
	public HotUpgrade get() {
		throw new UpgradeRefusedException(RefusalReason.UNSUPPORTED, explain());
	}

	private String explain() {
		String found = this.server.get();
		if (found == null) {
			return "Hot upgrade is inactive, because this application has no embedded server: "
					+ "it needs a web application on an embedded Tomcat, Jetty, Undertow or Reactor Netty";
		}
		return this.obstacle.apply(found)
			.map((text) -> "Hot upgrade is inactive, because " + text)
			.orElse("Hot upgrade is inactive, because the embedded server is a " + found
					+ ": it needs a web application on Tomcat, Jetty, Undertow or Reactor Netty");
	}

}
