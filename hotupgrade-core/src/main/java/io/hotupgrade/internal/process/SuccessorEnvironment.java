package io.hotupgrade.internal.process;

import java.util.List;
import java.util.Map;

/**
 * What of its environment a successor does not inherit.
 *
 * @param configured variables that settings set
 * @param handOff variables of {@link HandOff}
 */
record SuccessorEnvironment(Map<String, String> configured, Map<String, String> handOff) {

	/**
	 * Changes an inherited environment into the successor's. Leaves nothing of what this
	 * process's own predecessor has handed to it.
	 */
	void applyTo(Map<String, String> environment) throws LaunchException {
		environment.keySet()
			.removeAll(List.of(HandOff.SOCKET, HandOff.TOKEN, HandOff.UPGRADE, HandOff.OUTPUT, Addressee.VARIABLE,
					StartPriority.VARIABLE, OomScore.VARIABLE));
		try {
			environment.putAll(this.configured);
		}
		catch (IllegalArgumentException ex) {
			// Without its message, which quotes the value.
			throw new LaunchException("hotupgrade.launch.environment has a variable that no process can have: a name "
					+ "is empty or has an equals sign, or there is a zero character");
		}
		environment.putAll(this.handOff);
	}

	/**
	 * Leaves out the values, which may be secret.
	 */
	@Override
	public String toString() {
		return "SuccessorEnvironment" + this.configured.keySet();
	}

}
