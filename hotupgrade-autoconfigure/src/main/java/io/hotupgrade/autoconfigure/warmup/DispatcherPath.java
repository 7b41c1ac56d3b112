package io.hotupgrade.autoconfigure.warmup;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Which paths lead to Spring MVC, and to no other servlet.
 */
final class DispatcherPath {

	private static final String ALL_BELOW = "/*";

	private final ServletContext servletContext;

	DispatcherPath(ServletContext servletContext) {
		this.servletContext = servletContext;
	}

	/**
	 * Puts the path of the dispatcher servlet in front of another.
	 * @param path a path below the dispatcher servlet
	 * @return the path below the context path; empty if there is no dispatcher servlet,
	 * or another servlet would get the request
	 */
	Optional<String> of(String path) {
		for (ServletRegistration registration : registrations()) {
			if (DispatcherServlet.class.getName().equals(registration.getClassName())) {
				for (String mapping : registration.getMappings()) {
					Optional<String> whole = prefix(mapping).map((prefix) -> prefix + path);
					if (whole.isPresent() && !belongsToAnother(whole.get(), registration, mapping)) {
						return whole;
					}
				}
			}
		}
		return Optional.empty();
	}

	private Collection<? extends ServletRegistration> registrations() {
		return this.servletContext.getServletRegistrations().values();
	}

	private static Optional<String> prefix(String mapping) {
		if (mapping.equals("/")) {
			return Optional.of("");
		}
		return mapping.endsWith(ALL_BELOW) ? Optional.of(mapping.substring(0, mapping.length() - ALL_BELOW.length()))
				: Optional.empty();
	}

	private boolean belongsToAnother(String path, ServletRegistration own, String ownMapping) {
		List<String> others = registrations().stream()
			.filter((registration) -> !registration.getName().equals(own.getName()))
			.flatMap((registration) -> registration.getMappings().stream())
			.toList();
		return others.stream().anyMatch((other) -> matches(other, path) && other.length() >= ownMapping.length());
	}

	private static boolean matches(String mapping, String path) {
		if (mapping.endsWith(ALL_BELOW)) {
			return (path + "/").startsWith(mapping.substring(0, mapping.length() - 1));
		}
		return mapping.equals(path) || mapping.startsWith("*.") && path.endsWith(mapping.substring(1));
	}

}
