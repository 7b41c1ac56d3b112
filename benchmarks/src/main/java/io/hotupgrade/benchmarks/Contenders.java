package io.hotupgrade.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All ways to bring a new version into service that are compared.
 */
final class Contenders {

	/** Through the whole handler chain; the sample has nothing else worth warming. */
	private static final String WARM_UP = "hotupgrade.warm-up.requests[0].path=/";

	private static final String COLD = "hotupgrade.warm-up.pipeline.enabled=false";

	private static final String SHIFT = "hotupgrade.shift=";

	private Contenders() {
	}

	/**
	 * All of them.
	 * @param jar the sample with the starter
	 * @param plainJar the sample without it
	 * @param shift the steps of the one that takes traffic gradually
	 */
	static List<Contender> all(Path jar, Path plainJar, String shift) {
		return List.of(hotUpgrade("hot-upgrade", "hot upgrade, without configuration", jar, false),
				hotUpgrade("hot-upgrade-cold", "hot upgrade without any warm-up", jar, false, COLD),
				hotUpgrade("hot-upgrade-instant", "hot upgrade, instant", jar, false, SHIFT + "instant"),
				hotUpgrade("hot-upgrade-warm", "hot upgrade with warm-up", jar, false, WARM_UP),
				hotUpgrade("hot-upgrade-ramp", "hot upgrade with warm-up and ramp", jar, false, WARM_UP, SHIFT + shift),
				hotUpgrade("hot-upgrade-archive", "hot upgrade with warm-up, ramp and class archive", jar, true,
						WARM_UP, SHIFT + shift),
				new Contender("restart", "graceful stop, then start", Optional.empty(),
						() -> new RestartStage(plainJar)),
				new Contender("blue-green", "blue-green behind nginx", Optional.of(Tool.NGINX),
						() -> new BlueGreenStage(plainJar)),
				new Contender("nginx", "nginx, binary upgrade (static answer)", Optional.of(Tool.NGINX),
						NginxStage::new),
				new Contender("haproxy", "haproxy, reload (static answer)", Optional.of(Tool.HAPROXY),
						HaproxyStage::new));
	}

	private static Contender hotUpgrade(String name, String title, Path jar, boolean prepared, String... properties) {
		return new Contender(name, title, Optional.empty(), () -> new HotUpgradeStage(jar, prepared, properties));
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
