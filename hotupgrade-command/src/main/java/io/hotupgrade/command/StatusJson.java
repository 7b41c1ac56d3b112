package io.hotupgrade.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.hotupgrade.DrainStatus;
import io.hotupgrade.UpgradeStatus;

/**
 * What an instance is and does as the endpoint tells it, under the same names; with the
 * application and its ports, which whoever asks the endpoint knows.
 */
final class StatusJson {

	private StatusJson() {
	}

	static Map<String, Object> of(RunningInstance instance) {
		UpgradeStatus status = instance.status();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("application", instance.told().application());
		json.put("ports",
				instance.told().listeners().stream().map((listener) -> listener.address().getPort()).toList());
		json.put("state", status.state());
		json.put("generation", status.instance().generation());
		json.put("pid", status.instance().pid());
		json.put("version", status.instance().version());
		Map<String, Object> steering = new LinkedHashMap<>();
		steering.put("mode", status.steering().mode().name().toLowerCase(Locale.ROOT));
		steering.put("detail", status.steering().detail());
		json.put("steering", steering);
		json.put("connections", status.connections());
		json.put("requests", status.requests());
		status.drain().ifPresent((drain) -> json.put("drain", of(drain)));
		status.upgrade().ifPresent((upgrade) -> json.put("upgrade", UpgradeJson.of(upgrade)));
		json.put("history", status.history().stream().map(UpgradeJson::of).toList());
		return json;
	}

	private static Map<String, Object> of(DrainStatus drain) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("connections", drain.connections());
		json.put("requests", drain.requests());
		drain.oldestRequest().ifPresent((age) -> json.put("oldestRequestMillis", age.toMillis()));
		drain.deadline().ifPresent((deadline) -> json.put("deadline", deadline));
		json.put("byProtocol", UpgradeJson.counts(drain.byProtocol()));
		return json;
	}

}
