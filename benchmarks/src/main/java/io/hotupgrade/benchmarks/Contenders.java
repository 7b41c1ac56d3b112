package io.hotupgrade.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All ways to bring a new version into service that are compared.
 */
final class Contenders {

	private Contenders() {
	}

	/**
	 * All of them.
	 * @param jar the sample with the starter
	 * @param plainJar the sample without it
	 * @param javas with which Javas the prepared start is measured
	 */
	static List<Contender> all(Path jar, Path plainJar, List<Java> javas) {
		List<Contender> all = new ArrayList<>();
		all.add(contender("hot-upgrade", "hot upgrade, without configuration", () -> HotUpgradeStage.of(jar)));
		all.add(contender("hot-upgrade-bare", "hot upgrade, all at once and without warm-up",
				() -> HotUpgradeStage.of(jar, "hotupgrade.shift=instant", "hotupgrade.warm-up.pipeline.enabled=false",
						// Under much load it would take such an upgrade back.
						"hotupgrade.guard.enabled=false")));
		all.add(contender("hot-upgrade-learned", "hot upgrade with requests that were learned",
				() -> HotUpgradeStage.of(jar, "hotupgrade.warm-up.learn.enabled=true")));
		for (Java java : javas) {
			all.add(contender("hot-upgrade-prepared-" + java.release(),
					"hot upgrade, prepared start, Java " + java.release(),
					() -> HotUpgradeStage.prepared(jar, java.home())));
		}
		all.add(contender("restart", "graceful stop, then start", () -> new RestartStage(plainJar)));
		if (SocketActivationStage.isPossible(jar)) {
			all.add(new Contender("socket-activation", "graceful stop, then start, with the socket held",
					Optional.of(Tool.PERL), () -> new SocketActivationStage(plainJar)));
		}
		all.add(new Contender("blue-green", "blue-green behind nginx", Optional.of(Tool.NGINX),
				() -> new BlueGreenStage(plainJar)));
		all.add(new Contender("nginx", "nginx, binary upgrade (static answer)", Optional.of(Tool.NGINX),
				NginxStage::new));
		all.add(new Contender("haproxy", "haproxy, reload (static answer)", Optional.of(Tool.HAPROXY),
				HaproxyStage::new));
		return List.copyOf(all);
	}

	private static Contender contender(String name, String title, Supplier<Stage> stages) {
		return new Contender(name, title, Optional.empty(), stages);
	}

	/**
	 * Some of them.
	 * @param names their names, separated by commas; all of them if it is empty
	 * @throws IllegalArgumentException if there is none of a name
	 */
	static List<Contender> choose(List<Contender> all, String names) {
		if (names.isBlank()) {
			return all;
		}
		List<String> wanted = Arrays.stream(names.split(",")).map(String::strip).toList();
		List<String> known = all.stream().map(Contender::name).toList();
		for (String name : wanted) {
			if (!known.contains(name)) {
				throw new IllegalArgumentException("'" + name + "' is no contender; they are " + known);
			}
		}
		return all.stream().filter((contender) -> wanted.contains(contender.name())).toList();
	}

}
