package io.hotupgrade.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The adapter beside a Tomcat that is not the one for which it was written.
 */
class LinkageTests {

	private static Optional<String> obstacle(Map<String, String> renamed, String... hidden) {
		return TomcatSupport.obstacle(new AlteredTomcat(renamed, Set.of(hidden)));
	}

	@Test
	void thisTomcatFits() {
		assertThat(TomcatSupport.obstacle()).isEmpty();
		assertThat(obstacle(Map.of())).isEmpty();
	}

	@Test
	void webSocketsAreNotNeeded() {
		assertThat(obstacle(Map.of(), "jakarta.websocket.")).isEmpty();
	}

	@Test
	void classThatIsGoneIsFound() {
		assertThat(obstacle(Map.of(), "org.apache.coyote.http2.Http2AsyncUpgradeHandler")).get()
			.asString()
			.startsWith("the adapter does not fit the version of Tomcat on the class path")
			.contains("Http2AsyncUpgradeHandler");
	}

	@Test
	void methodThatIsCalledAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.apache.coyote.Response", "setTrailerFields"))).get()
			.asString()
			.contains("org.apache.coyote.Response.setTrailerFields");
	}

	@Test
	void methodThatIsOverriddenAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.apache.coyote.http11.AbstractHttp11Protocol", "getUseSendfile"))).get()
			.asString()
			.contains("getUseSendfile");
	}

	@Test
	void methodThatIsInheritedAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.apache.tomcat.util.net.AbstractEndpoint", "countDownConnection"))).get()
			.asString()
			.contains("countDownConnection");
	}

	@Test
	void methodThatIsNewInAnInterfaceIsFound() {
		assertThat(obstacle(Map.of("org.apache.coyote.Adapter", "checkRecycled"))).get()
			.asString()
			.contains("does not implement", "checkRecycleX");
	}

	/**
	 * Loads Tomcat and the adapter again, some classes of it not at all and some with one
	 * method renamed.
	 */
	private static final class AlteredTomcat extends ClassLoader {

		private final Map<String, String> renamed;

		private final Set<String> hidden;

		AlteredTomcat(Map<String, String> renamed, Set<String> hidden) {
			super(LinkageTests.class.getClassLoader());
			this.renamed = renamed;
			this.hidden = hidden;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (this.hidden.stream().anyMatch(name::startsWith)) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith("org.apache.") && !name.startsWith("io.hotupgrade.tomcat.")) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : define(name);
			}
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (in == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] classFile = in.readAllBytes();
				String method = this.renamed.get(name);
				if (method != null) {
					rename(classFile, method);
				}
				return defineClass(name, classFile, 0, classFile.length);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** Gives every occurrence of the name an X at its end. */
		private static void rename(byte[] classFile, String method) {
			String text = new String(classFile, StandardCharsets.ISO_8859_1);
			String other = method.substring(0, method.length() - 1) + "X";
			byte[] altered = text.replace(method, other).getBytes(StandardCharsets.ISO_8859_1);
			System.arraycopy(altered, 0, classFile, 0, classFile.length);
		}

	}

}
