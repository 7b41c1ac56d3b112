package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.UpgradeRequest;

/**
 * What to launch.
 *
 * @param request what was asked for
 * @param upgradeId id of the upgrade; part of a file's name
 * @param baseCommand {@link SuccessorProcess#command()} of the launch that this process
 * came from; empty for this process's own command
 * @param handOff variables of {@link HandOff}
 * @param workDirectory a directory that only this user can write to
 * @param prepared where to start from in place of the jar; empty for the jar itself
 */
public record LaunchRequest(UpgradeRequest request, String upgradeId, List<String> baseCommand,
		Map<String, String> handOff, Path workDirectory, Optional<PreparedStart> prepared) {

	public LaunchRequest {
		baseCommand = List.copyOf(baseCommand);
		handOff = Map.copyOf(handOff);
	}

	/**
	 * Leaves out the command and the token, which are secret.
	 */
	@Override
	public String toString() {
		return "LaunchRequest[upgradeId=%s, request=%s]".formatted(this.upgradeId, this.request);
	}

}
