package io.hotupgrade.netty;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The adapter beside a Reactor Netty that is not the one for which it was written.
 */
class LinkageTests {

	@Test
	void thisReactorNettyFits() {
		assertThat(ReactorNettySupport.obstacle()).isEmpty();
		assertThat(obstacle("nothing")).isEmpty();
	}

	@Test
	void classThatIsGoneIsFound() {
		assertThat(obstacle("reactor.netty.http.server.HttpServerConfig")).get()
			.asString()
			.startsWith("the adapter does not fit the version of Reactor Netty on the class path")
			.contains("HttpServerConfig");
		assertThat(obstacle("io.netty.channel.PendingWriteQueue")).isPresent();
	}

	private static Optional<String> obstacle(String hidden) {
		return ReactorNettySupport.obstacle(new AlteredNetty(hidden));
	}

	/**
	 * Loads Reactor Netty, Netty and the adapter again, but for one class.
	 */
	private static final class AlteredNetty extends ClassLoader {

		private final String hidden;

		AlteredNetty(String hidden) {
			super(LinkageTests.class.getClassLoader());
			this.hidden = hidden;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith(this.hidden)) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith("reactor.netty.") && !name.startsWith("io.netty.")
					&& !name.startsWith("io.hotupgrade.netty.")) {
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
				return defineClass(name, classFile, 0, classFile.length);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
