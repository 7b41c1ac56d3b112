package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Path;

import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample with HTTP/2 over TLS, and the key store that it uses.
 */
final class TlsSample {

	static final String PASSWORD = "secret";

	private final Path keyStore;

	TlsSample(Path directory) {
		this.keyStore = directory.resolve("key.p12");
	}

	/** The key store, which is there once the sample has been started. */
	Path keyStore() {
		return this.keyStore;
	}

	SampleInstance start(JavaLaunch launch) throws Exception {
		createKeyStore();
		Target target = Target.local(FreePort.find()).withTls();
		JavaProcess process = JavaProcess
			.start(launch.withArguments("--server.http2.enabled=true", "--server.port=" + target.address().getPort(),
					"--server.ssl.key-store=" + this.keyStore, "--server.ssl.key-store-password=" + PASSWORD));
		SampleInstance sample = SampleInstance.adopt(process, target, target);
		try {
			process.await("an answer", Leaving.LIMIT, sample::isServing);
			return sample;
		}
		catch (RuntimeException ex) {
			sample.close();
			throw ex;
		}
	}

	private void createKeyStore() throws IOException, InterruptedException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-validity", "2",
				"-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", this.keyStore.toString())
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
	}

}
