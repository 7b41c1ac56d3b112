package io.hotupgrade.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.internal.control.ControlMessage.OperatorStatus;

/**
 * An instance that has answered.
 *
 * @param socket its control socket
 * @param told what it has told of itself
 */
record RunningInstance(Path socket, OperatorStatus told) {

	UpgradeStatus status() {
		return this.told.status();
	}

	long pid() {
		return status().instance().pid();
	}

	/** The upgrade that it is part of, and so what it has in common with another one. */
	Optional<String> upgradeId() {
		return status().upgrade().map(UpgradeRecord::id);
	}

	boolean isPredecessor() {
		return status().upgrade().filter((upgrade) -> upgrade.identity().predecessor().pid() == pid()).isPresent();
	}

	String ports() {
		return this.told.listeners()
			.stream()
			.map((listener) -> Integer.toString(listener.address().getPort()))
			.distinct()
			.collect(Collectors.joining(", "));
	}

	/**
	 * Which one it is, for people.
	 */
	String describe() {
		String name = this.told.application().isEmpty() ? "(no name)" : this.told.application();
		return "%s, %s, port %s".formatted(name, describe(status().instance()), ports());
	}

	static String describe(InstanceInfo instance) {
		String version = instance.version().isEmpty() ? "" : "version " + instance.version() + ", ";
		return "%spid %d, generation %d".formatted(version, instance.pid(), instance.generation());
	}

}
