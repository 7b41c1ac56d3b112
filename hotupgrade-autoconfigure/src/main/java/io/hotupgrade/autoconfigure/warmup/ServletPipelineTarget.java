package io.hotupgrade.autoconfigure.warmup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.servlet.ServletContext;
import org.springframework.core.env.Environment;

/**
 * Finds a place in Spring MVC.
 */
final class ServletPipelineTarget implements PipelineTarget {

	/** Below the actuator's path: what is asked most and counted least. */
	private static final List<String> OF_THE_ACTUATOR = List.of("/health", "/health/liveness", "/info");

	/** What is left open where there is no actuator. */
	private static final List<String> OTHERS = List.of("/livez", "/favicon.ico", "/robots.txt", "/");

	private final PipelineHandlerMapping mapping;

	private final ServletContext servletContext;

	private final AnonymousAccess access;

	private final Environment environment;

	/**
	 * Creates the target.
	 * @param mapping answers the requests
	 * @param servletContext the application's
	 * @param access what everybody may reach
	 * @param environment has the paths of the actuator and of the errors
	 */
	ServletPipelineTarget(PipelineHandlerMapping mapping, ServletContext servletContext, AnonymousAccess access,
			Environment environment) {
		this.mapping = mapping;
		this.servletContext = servletContext;
		this.access = access;
		this.environment = environment;
	}

	@Override
	public Place prepare() throws NoSuchTargetException {
		DispatcherPath dispatcher = new DispatcherPath(this.servletContext);
		if (dispatcher.of(OF_THE_ACTUATOR.get(0)).isEmpty()) {
			throw new NoSuchTargetException("no path leads to the dispatcher servlet and to no other one");
		}
		List<String> paths = candidates().flatMap((path) -> dispatcher.of(path).stream()).toList();
		for (String path : paths) {
			if (isOpen(path)) {
				this.mapping.activate();
				return new Place(this.servletContext.getContextPath() + path,
						dispatcher.of(errorPath()).filter(this::isOpen).isPresent());
			}
		}
		throw new NoSuchTargetException("Spring Security asks for a login at each of " + String.join(", ", paths));
	}

	private boolean isOpen(String path) {
		return this.access.isAllowed(this.servletContext.getContextPath(), path);
	}

	private Stream<String> candidates() {
		String actuator = property("management.endpoints.web.base-path", "/actuator").replaceAll("/+$", "");
		Stream<String> own = Stream.concat(OF_THE_ACTUATOR.stream().map((path) -> actuator + path), OTHERS.stream());
		return Stream.concat(own, Stream.of(errorPath())).distinct();
	}

	/** Its name has changed with Spring Boot 4. */
	private String errorPath() {
		return property("spring.web.error.path", property("server.error.path", property("error.path", "/error")));
	}

	private String property(String name, String otherwise) {
		return Optional.ofNullable(this.environment.getProperty(name)).orElse(otherwise);
	}

}
