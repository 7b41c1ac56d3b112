package io.hotupgrade.autoconfigure.warmup;

import java.util.Collection;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.springframework.http.server.PathContainer;

/**
 * The paths under which the actuator may be: those that have the path of one of its
 * endpoints anywhere in them, whatever context path or servlet path is before it.
 */
final class ActuatorPaths implements Predicate<String> {

	private final Supplier<? extends Collection<String>> endpoints;

	/**
	 * Creates it.
	 * @param endpoints tells the paths of the endpoints
	 */
	ActuatorPaths(Supplier<? extends Collection<String>> endpoints) {
		this.endpoints = endpoints;
	}

	@Override
	public boolean test(String path) {
		StringBuilder decoded = new StringBuilder();
		for (PathContainer.Element element : PathContainer.parsePath(path).elements()) {
			decoded.append((element instanceof PathContainer.PathSegment segment) ? segment.valueToMatch() : "/");
		}
		String whole = decoded.append('/').toString();
		return this.endpoints.get().stream().anyMatch((endpoint) -> whole.contains(endpoint + "/"));
	}

}
