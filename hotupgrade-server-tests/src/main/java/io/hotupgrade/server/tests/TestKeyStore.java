package io.hotupgrade.server.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key store with a certificate for {@code localhost}, made by the JDK's keytool.
 *
 * @since 0.1.0
 */
public final class TestKeyStore {

	public static final String PASSWORD = "changeit";

	private final Path file;

	private TestKeyStore(Path file) {
		this.file = file;
	}

	public static TestKeyStore create(Path directory) throws IOException, InterruptedException {
		Path file = directory.resolve("test.p12");
		if (!Files.exists(file)) {
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
					"san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", file.toString(),
					"-storepass", PASSWORD)
				.redirectErrorStream(true)
				.start();
			if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
				throw new IOException(new String(keytool.getInputStream().readAllBytes()));
			}
		}
		return new TestKeyStore(file);
	}

	public Path file() {
		return this.file;
	}

	/**
	 * A context that has the certificate.
	 * @return the context
	 */
	public SSLContext serverContext() {
		try {
			KeyStore store = KeyStore.getInstance(this.file.toFile(), PASSWORD.toCharArray());
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A context that trusts the certificate.
	 * @return the context
	 */
	public SSLContext clientContext() {
		try {
			KeyStore store = KeyStore.getInstance(this.file.toFile(), PASSWORD.toCharArray());
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
