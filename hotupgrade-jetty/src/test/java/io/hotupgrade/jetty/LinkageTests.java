package io.hotupgrade.jetty;

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
 * The adapter beside a Jetty that is not the one for which it was written.
 */
class LinkageTests {

	private static Optional<String> obstacle(Map<String, String> renamed, String... hidden) {
		return JettySupport.obstacle(new AlteredJetty(renamed, Set.of(hidden)));
	}

	@Test
	void thisJettyFits() {
		assertThat(JettySupport.obstacle()).isEmpty();
		assertThat(obstacle(Map.of())).isEmpty();
	}

	@Test
	void webSocketsAndHttp2AreNotNeeded() {
		assertThat(obstacle(Map.of(), "org.eclipse.jetty.websocket.", "org.eclipse.jetty.http2.")).isEmpty();
	}

	@Test
	void classThatIsGoneIsFound() {
		assertThat(obstacle(Map.of(), "org.eclipse.jetty.server.internal.HttpConnection")).get()
			.asString()
			.startsWith("the adapter does not fit the version of Jetty on the class path")
			.contains("HttpConnection");
	}

	@Test
	void methodThatIsCalledAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.eclipse.jetty.io.FillInterest", "onFail"))).get().asString().contains("onFail");
	}

	@Test
	void methodThatIsOverriddenAndGoneIsFound() {
		assertThat(obstacle(Map.of("org.eclipse.jetty.server.internal.HttpConnection", "onFillInterestedFailed",
				"org.eclipse.jetty.io.AbstractConnection", "onFillInterestedFailed")))
			.get()
			.asString()
			.contains("onFillInterestedFailed");
	}

	@Test
	void partOfHttp2ThatIsGoneIsFound() {
		assertThat(obstacle(Map.of("org.eclipse.jetty.http2.HTTP2Session", "getCloseState"))).get()
			.asString()
			.contains("getCloseState");
	}

	/**
	 * Loads Jetty and the adapter again, some classes of it not at all and some with one
	 * method renamed.
	 */
	private static final class AlteredJetty extends ClassLoader {

		private final Map<String, String> renamed;

		private final Set<String> hidden;

		AlteredJetty(Map<String, String> renamed, Set<String> hidden) {
			super(LinkageTests.class.getClassLoader());
			this.renamed = renamed;
			this.hidden = hidden;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (this.hidden.stream().anyMatch(name::startsWith)) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith("org.eclipse.jetty.") && !name.startsWith("io.hotupgrade.jetty.")) {
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
