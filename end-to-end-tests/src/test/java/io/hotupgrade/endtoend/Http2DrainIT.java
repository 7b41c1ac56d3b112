package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.util.List;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * HTTP/2 streams that are open when the instance leaves are answered, and none is refused
 * that a client could not know to be unwanted.
 */
class Http2DrainIT {

	private static final String SLOW = "/slow?ms=1500";

	@TempDir
	Path directory;

	@Test
	void everyStreamOverCleartextIsAnswered() throws Exception {
		Sample.assumeReliableHttp2();
		assumeH2Load();
		try (SampleInstance sample = SampleInstance.start(launch().withArguments("--server.http2.enabled=true"),
				Leaving.LIMIT)) {
			String uri = "http://127.0.0.1:" + sample.port() + SLOW;
			leaveUnderLoad(sample, Leaving.UPGRADE, uri);
			leaveUnderLoad(sample, Leaving.SIGTERM, uri);
		}
	}

	@Test
	void everyStreamOverTlsIsAnsweredAndTheJavaClientNoticesNothing() throws Exception {
		Sample.assumeReliableHttp2();
		TlsSample tls = new TlsSample(this.directory);
		try (SampleInstance sample = tls.start(launch())) {
			String uri = "https://localhost:" + sample.port() + SLOW;
			try (JavaHttp2Client client = JavaHttp2Client.start(tls.keyStore(), TlsSample.PASSWORD, sample.port())) {
				awaitAnswers(client, 20);
				if (isH2LoadInstalled()) {
					leaveUnderLoad(sample, Leaving.UPGRADE, uri);
				}
				else {
					Leaving.UPGRADE.begin(sample).awaitEnd();
				}
				awaitAnswers(client, client.answered() + 20);
				client.stop();
				System.out.println("Java's HTTP/2 client: " + client.answered() + " answers, " + client.allFailures());
				assertThat(client.failures()).isEmpty();
				assertThat(client.allFailures()).hasSizeLessThanOrEqualTo(1);
			}
			assumeH2Load();
			leaveUnderLoad(sample, Leaving.SIGTERM, uri);
		}
	}

	private static void assumeH2Load() {
		assumeTrue(isH2LoadInstalled(), "h2load is not installed: apt-get install nghttp2-client");
	}

	private static boolean isH2LoadInstalled() {
		return Tools.isInstalled("h2load");
	}

	private static void leaveUnderLoad(SampleInstance sample, Leaving leaving, String uri) throws Exception {
		try (H2Load load = H2Load.start(uri)) {
			Awaitility.await("waves").atMost(Leaving.LIMIT).until(() -> load.waves().size() >= 2);
			leaving.begin(sample).awaitEnd();
			load.stop();
			List<H2Load.Wave> waves = load.waves();
			System.out.println(leaving + ", " + uri + ": streams opened "
					+ waves.stream().mapToInt(H2Load.Wave::started).sum() + ", answered "
					+ waves.stream().mapToInt(H2Load.Wave::succeeded).sum() + ", waves " + waves.size());
			assertThat(waves).allMatch(H2Load.Wave::isWhole);
		}
	}

	private static void awaitAnswers(JavaHttp2Client client, int number) {
		Awaitility.await("answers").atMost(Leaving.LIMIT).until(() -> client.answered() >= number);
	}

	private JavaLaunch launch() {
		return Sample.quick(this.directory).withArguments("--hotupgrade.drain.idle-timeout=1s");
	}

}
