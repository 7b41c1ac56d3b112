package io.hotupgrade.internal.supervision;

import java.util.Map;
import java.util.Optional;

/**
 * Asks systemd about a unit.
 */
@FunctionalInterface
interface UnitProperties {

	/**
	 * Asks. Waits for two seconds at most.
	 * @param unit the unit's name
	 * @param ofUser whether it is one of the user's own service manager
	 * @return the properties {@code MainPID}, {@code NotifyAccess}, {@code ExecStop} if
	 * it is set and, from systemd 250 on, {@code ExitType}; empty if systemd cannot be
	 * asked
	 */
	Optional<Map<String, String>> of(String unit, boolean ofUser);

}
