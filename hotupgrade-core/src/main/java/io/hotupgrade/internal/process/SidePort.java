package io.hotupgrade.internal.process;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port that a JVM argument makes a JVM listen on, beside those of the application, and
 * that two instances cannot share.
 *
 * @param option what in the argument fixes the port
 * @param port the port
 */
record SidePort(String option, String port) {

	private static final Pattern DEBUGGER = Pattern
		.compile("(-agentlib:jdwp=|-Xrunjdwp:|-agentpath:.*/libjdwp\\.so=)(.*)");

	private static final String JMX = "-Dcom.sun.management.jmxremote.port";

	/**
	 * Looks for such a port.
	 * @param jvmArguments the JVM's arguments, in the order in which it reads them
	 * @return the first one found
	 */
	static Optional<SidePort> find(List<String> jvmArguments) {
		return jvmArguments.stream()
			.map(SidePort::debugger)
			.flatMap(Optional::stream)
			.findFirst()
			.or(() -> jmx(jvmArguments));
	}

	private static Optional<SidePort> debugger(String argument) {
		Matcher matcher = DEBUGGER.matcher(argument);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		List<String> options = List.of(matcher.group(2).split(","));
		String address = value(options, "address").orElse("0");
		String port = address.substring(address.lastIndexOf(':') + 1);
		// With server=n it is the debugger that listens.
		boolean listens = value(options, "server").filter("y"::equals).isPresent();
		return Optional.of(new SidePort("address of the debugger agent (jdwp)", port))
			.filter((any) -> listens && isFixed(port));
	}

	private static Optional<SidePort> jmx(List<String> arguments) {
		return value(arguments, JMX).filter(SidePort::isFixed).map((port) -> new SidePort(JMX, port));
	}

	/**
	 * The last one of several counts.
	 */
	private static Optional<String> value(List<String> assignments, String key) {
		return assignments.stream()
			.filter((assignment) -> assignment.startsWith(key + "="))
			.map((assignment) -> assignment.substring(key.length() + 1))
			.reduce((first, second) -> second);
	}

	private static boolean isFixed(String port) {
		return !port.isEmpty() && !port.chars().allMatch((digit) -> digit == '0');
	}

}
