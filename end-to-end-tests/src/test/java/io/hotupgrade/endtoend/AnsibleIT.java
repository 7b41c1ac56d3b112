package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Target;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The play for Ansible, as it is in the examples, against three hosts under load: they
 * are upgraded one after the other, up to the first that fails, which is put back.
 */
@Tag("root")
@Timeout(900)
class AnsibleIT {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final Duration PLAY_LIMIT = Duration.ofMinutes(5);

	private static final int PORT = 8080;

	private static final Path PLAY = Sample.SOURCES.resolve("examples/ansible/upgrade.yml");

	private static final Path COMMAND = Sample.SOURCES.resolve("hotupgrade-command/bin/hotupgrade");

	@TempDir
	Path directory;

	private final List<NetworkHost> hosts = new ArrayList<>();

	private final List<SampleInstance> instances = new ArrayList<>();

	private final List<LoadMeter> meters = new ArrayList<>();

	@AfterEach
	void close() {
		this.meters.forEach(LoadMeter::close);
		this.instances.forEach(SampleInstance::close);
		this.hosts.forEach(NetworkHost::close);
	}

	@Test
	void hostsAreUpgradedOneAfterTheOtherUpToTheFirstThatFails() throws Exception {
		Extent.assumeFull();
		Tools.assumeInstalled("ansible-playbook", "ansible-core");
		start();
		CommandResult good = play("1.1.0");
		assertThat(good.exitCode()).as(good.output()).isZero();
		assertThat(generations()).containsExactly(1, 1, 1);
		assertThat(releases()).containsExactly("1.1.0", "1.1.0", "1.1.0");

		Sample.configure(this.hosts.get(1).directory(), "hotupgrade.history-size=-5");
		CommandResult bad = play("1.2.0");
		assertThat(bad.exitCode()).as(bad.output()).isNotZero();
		assertThat(bad.output()).contains("host2 serves releases/1.1.0 as before").contains("FAILED after ");
		assertThat(generations()).containsExactly(2, 1, 1);
		assertThat(releases()).containsExactly("1.2.0", "1.1.0", "1.1.0");

		CommandResult useless = play("1.3.0", "-e", "shop_url=http://localhost:8080/nothing");
		assertThat(useless.exitCode()).as(useless.output()).isNotZero();
		assertThat(useless.output()).contains("host1 serves releases/1.2.0 as before");
		assertThat(generations()).containsExactly(4, 1, 1);
		assertThat(releases()).containsExactly("1.2.0", "1.1.0", "1.1.0");

		for (LoadMeter meter : this.meters) {
			MeterReport report = meter.stop();
			assertThat(report.lost()).as(report.table()).isZero();
		}
	}

	private void start() throws Exception {
		Path key = this.directory.resolve("key");
		Tools.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
		for (int number = 1; number <= 3; number++) {
			Path home = Files.createDirectories(this.directory.resolve("host" + number));
			Path release = Files.createDirectories(home.resolve("releases/1.0.0"));
			Sample.putJar(release.resolve("shop.jar"));
			Files.createSymbolicLink(home.resolve("current"), Path.of("releases/1.0.0"));
			NetworkHost host = NetworkHost.create(number, home, key);
			this.hosts.add(host);
			this.instances.add(launch(host));
		}
		for (int i = 0; i < this.hosts.size(); i++) {
			this.instances.get(i).awaitServing(LIMIT);
			Sample.awaitControlSocket(this.hosts.get(i).directory(), this.instances.get(i).first());
			this.meters.add(LoadMeter.start(this.instances.get(i).target(), PLAY_LIMIT.multipliedBy(3),
					new NewConnections(10)));
		}
	}

	private static SampleInstance launch(NetworkHost host) {
		Path home = host.directory();
		Sample.hastenUpgrades(home);
		JavaLaunch launch = JavaLaunch.ofJar(home.resolve("current/shop.jar"))
			.withWorkDirectory(home)
			.withEnvironment("HOTUPGRADE_CONTROL_DIRECTORY", home.resolve("control").toString())
			.withEnvironment("HOTUPGRADE_PROBATION", "500ms")
			.withArguments("--server.port=" + PORT);
		Target target = Target.local(PORT).withHost(host.address());
		return SampleInstance.adopt(JavaProcess.startBy(launch, host.inside(launch.command())), target, target);
	}

	private CommandResult play(String version, String... more) throws Exception {
		List<String> command = new ArrayList<>(List.of("env", "ANSIBLE_HOST_KEY_CHECKING=False", "ANSIBLE_NOCOLOR=1",
				"ansible-playbook", "-i", inventory().toString(), PLAY.toString(), "-e", "version=" + version, "-e",
				"jar=" + Sample.jar(Sample.CELL)));
		command.addAll(List.of(more));
		return CommandResult.of(PLAY_LIMIT, command.toArray(String[]::new));
	}

	private Path inventory() throws IOException {
		String hosts = this.hosts.stream()
			.map((host) -> "%s ansible_host=%s shop_home=%s shop_instance='%s'"
				.formatted(host.directory().getFileName(), host.address(), host.directory(), instance(host)))
			.collect(Collectors.joining("\n"));
		return Files.writeString(this.directory.resolve("inventory.ini"), """
				[shop]
				%s

				[shop:vars]
				shop_become=false
				shop_hotupgrade='env JAVA_HOME=%s %s'
				ansible_user=root
				ansible_ssh_private_key_file=%s
				ansible_ssh_common_args='-o UserKnownHostsFile=/dev/null -o IdentitiesOnly=yes'
				ansible_python_interpreter=/usr/bin/python3
				""".formatted(hosts, System.getProperty("java.home"), COMMAND, this.directory.resolve("key")));
	}

	private static String instance(NetworkHost host) {
		return "--port=%d --control-directory=%s".formatted(PORT, host.directory().resolve("control"));
	}

	private List<Integer> generations() throws IOException {
		List<Integer> generations = new ArrayList<>();
		for (SampleInstance instance : this.instances) {
			generations.add(instance.endpoint().status().generation());
		}
		return generations;
	}

	private List<String> releases() throws IOException {
		List<String> releases = new ArrayList<>();
		for (NetworkHost host : this.hosts) {
			releases.add(Files.readSymbolicLink(host.directory().resolve("current")).getFileName().toString());
		}
		return releases;
	}

}
