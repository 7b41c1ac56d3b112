package io.hotupgrade.autoconfigure.warmup;

import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.ServletContext;
import org.springframework.core.env.Environment;

/**
 * Finds a place in Spring MVC.
 */
final class ServletPipelineTarget implements PipelineTarget {

	private final PipelineHandlerMapping mapping;

	private final ServletContext servletContext;

	private final AnonymousAccess access;

	private final PipelinePaths paths;

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
		this.paths = new PipelinePaths(environment);
	}

	@Override
	public Place prepare() throws NoSuchTargetException {
		DispatcherPath dispatcher = new DispatcherPath(this.servletContext);
		List<String> paths = candidates().flatMap((path) -> dispatcher.of(path).stream()).toList();
		if (paths.isEmpty()) {
			throw new NoSuchTargetException("no path leads to the dispatcher servlet and to no other one");
		}
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
		return Stream.concat(this.paths.all(), Stream.of(errorPath())).distinct();
	}

	/** Its name has changed with Spring Boot 4. */
	private String errorPath() {
		return this.paths.property("spring.web.error.path",
				this.paths.property("server.error.path", this.paths.property("error.path", "/error")));
	}

}
