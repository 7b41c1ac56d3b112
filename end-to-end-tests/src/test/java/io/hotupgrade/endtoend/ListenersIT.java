package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;

import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.SlowRequests;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.UpgradeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Upgrades of instances that listen in other ways than on one plain port.
 */
class ListenersIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	@TempDir
	Path directory;

	@Test
	void managementPortOfItsOwnLosesNothing() throws Exception {
		int management = FreePort.find();
		Target application = Target.local(FreePort.find());
		JavaLaunch launch = Sample.quick(this.directory)
			.withArguments("--server.port=" + application.address().getPort(),
					"--management.server.port=" + management);
		try (SampleInstance sample = start(launch, application, Target.local(management))) {
			// That server is the last one to start.
			sample.endpoint().awaitStatus("answer on the management port", LIMIT, (status) -> true);
			try (LoadMeter health = LoadMeter.start(Target.local(management), LIMIT.multipliedBy(2),
					new NewConnections("/actuator/health", 50))) {
				upgradeUnderLoad(sample);
				MeterReport report = health.stop();
				assertThat(report.lost()).as(report.table()).isZero();
				assertThat(report.instances()).hasSizeLessThanOrEqualTo(2);
			}
		}
	}

	@Test
	void httpsLosesNothing() throws Exception {
		Target target = Target.local(FreePort.find()).withTls();
		JavaLaunch launch = Sample.quick(this.directory)
			.withArguments("--server.port=" + target.address().getPort(), "--server.http2.enabled=true",
					"--server.ssl.key-store=" + keyStore(), "--server.ssl.key-store-password=secret");
		try (SampleInstance sample = start(launch, target, target)) {
			// A handshake costs a JVM that has just started many times what a request
			// does.
			upgradeUnderLoad(sample, 5);
		}
	}

	@Test
	void portZeroStaysTheSamePort() throws Exception {
		JavaLaunch launch = Sample.quick(this.directory).withArguments("--server.port=0");
		try (JavaProcess process = JavaProcess.start(launch)) {
			process.await("a port in the log", LIMIT, () -> startedPort(process).find());
			Matcher started = startedPort(process);
			started.find();
			Target target = Target.local(Integer.parseInt(started.group(1)));
			try (SampleInstance sample = SampleInstance.adopt(process, target, target)) {
				process.await("an answer", LIMIT, sample::isServing);
				upgradeUnderLoad(sample);
			}
		}
	}

	@Test
	void addressOfItsOwnLosesNothing() throws Exception {
		Extent.assumeFull();
		Target target = Target.local(FreePort.find());
		JavaLaunch launch = Sample.quick(this.directory)
			.withArguments("--server.port=" + target.address().getPort(), "--server.address=127.0.0.1");
		try (SampleInstance sample = start(launch, target, target)) {
			upgradeUnderLoad(sample);
		}
	}

	@Test
	void ipv6AddressLosesNothing() throws Exception {
		Target target = Target.local(FreePort.find()).withHost("::1");
		JavaLaunch launch = Sample.quick(this.directory)
			.withArguments("--server.port=" + target.address().getPort(), "--server.address=::1");
		try (SampleInstance sample = start(launch, target, target)) {
			upgradeUnderLoad(sample);
		}
	}

	@Test
	void changedPortEndsTheSuccessor() throws Exception {
		Target target = Target.local(FreePort.find());
		Sample.configure(this.directory, "server.port=" + target.address().getPort());
		try (SampleInstance sample = start(Sample.quick(this.directory), target, target)) {
			Sample.configure(this.directory, "server.port=" + FreePort.find());
			UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(ended.outcome()).isEqualTo("FAILED");
			assertThat(ended.reason()).isEqualTo("LISTENERS_DIFFER");
			assertThat(sample.isServing()).isTrue();
		}
	}

	static List<Arguments> families() {
		return Extent.variants(1, List.of(Arguments.of(false, true), Arguments.of(true, false)));
	}

	/**
	 * Beside the other kind of listener it would get connections from the moment it is
	 * bound, or would never get any.
	 */
	@ParameterizedTest(name = "from IPv4 only {0} to {1}")
	@MethodSource("families")
	void successorOfTheOtherFamilyIsNotBound(boolean before, boolean after) throws Exception {
		String option = "-Djava.net.preferIPv4Stack=";
		JavaLaunch launch = Sample.quick(this.directory)
			.withJvmArguments(option + before)
			.withArguments("--hotupgrade.launch.jvm-arguments=" + option + after);
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT);
				LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2), new NewConnections(50))) {
			UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(ended.outcome()).isEqualTo("FAILED");
			assertThat(ended.reason()).as(ended.message()).isEqualTo("LISTENERS_DIFFER");
			assertThat(ended.message()).contains("would listen on", "(IPv4)", "(IPv6)", "java.net.preferIPv4Stack");
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).as(report.table()).hasSize(1);
			assertThat(sample.isServing()).isTrue();
		}
	}

	private static SampleInstance start(JavaLaunch launch, Target application, Target endpoint) {
		JavaProcess process = JavaProcess.start(launch);
		SampleInstance sample = SampleInstance.adopt(process, application, endpoint);
		try {
			process.await("an answer", LIMIT, sample::isServing);
			return sample;
		}
		catch (RuntimeException ex) {
			sample.close();
			throw ex;
		}
	}

	private static void upgradeUnderLoad(SampleInstance sample) throws IOException {
		upgradeUnderLoad(sample, 50);
	}

	private static void upgradeUnderLoad(SampleInstance sample, int newConnections) throws IOException {
		try (LoadMeter meter = LoadMeter.start(sample.target(), LIMIT.multipliedBy(2),
				new NewConnections(newConnections), new KeptAliveClients(5, Duration.ofMillis(200)),
				new SlowRequests(3, Duration.ofSeconds(1)))) {
			UpgradeView ended = sample.awaitUpgrade(sample.beginUpgrade().id(), LIMIT);
			assertThat(ended.outcome()).as(ended.message()).isEqualTo("SUCCEEDED");
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
			assertThat(report.instances()).hasSize(2);
		}
	}

	private static Matcher startedPort(JavaProcess process) {
		try {
			return Sample.settings().started().matcher(Files.readString(process.output()));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private Path keyStore() throws Exception {
		Path file = this.directory.resolve("key.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-validity", "2", "-storetype", "PKCS12",
				"-storepass", "secret", "-keystore", file.toString())
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		return file;
	}

}
