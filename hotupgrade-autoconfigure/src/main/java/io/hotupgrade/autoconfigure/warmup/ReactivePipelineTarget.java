package io.hotupgrade.autoconfigure.warmup;

import java.util.List;

import org.springframework.core.env.Environment;

/**
 * Finds a place in Spring WebFlux.
 */
final class ReactivePipelineTarget implements PipelineTarget {

	private final ReactivePipelineHandlerMapping mapping;

	private final ReactivePipelineErrors errors;

	private final AnonymousAccess access;

	private final PipelinePaths paths;

	/**
	 * Creates the target.
	 * @param mapping answers the requests
	 * @param errors answers those that are to fail
	 * @param access what everybody may reach
	 * @param environment has the paths of the application and of the actuator
	 */
	ReactivePipelineTarget(ReactivePipelineHandlerMapping mapping, ReactivePipelineErrors errors,
			AnonymousAccess access, Environment environment) {
		this.mapping = mapping;
		this.errors = errors;
		this.access = access;
		this.paths = new PipelinePaths(environment);
	}

	@Override
	public Place prepare() throws NoSuchTargetException {
		String base = basePath();
		List<String> candidates = this.paths.all().toList();
		for (String path : candidates) {
			if (this.access.isAllowed(base, path)) {
				this.mapping.activate();
				return new Place(base + path, this.errors.activate());
			}
		}
		throw new NoSuchTargetException("Spring Security asks for a login at each of " + String.join(", ", candidates));
	}

	/** As Spring Boot reads it. */
	private String basePath() {
		String path = this.paths.property("spring.webflux.base-path", "").strip().replaceAll("/$", "");
		return (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
	}

}
