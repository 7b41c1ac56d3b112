package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Supplier;

import io.hotupgrade.Preflight;
import io.hotupgrade.internal.steering.ListeningPorts;
import io.hotupgrade.server.ServerListener;

/**
 * Ports that this process listens on beside those that an upgrade moves, such as those of
 * an agent, a console or a database in the process: two instances cannot both have them.
 *
 * @param proc where proc(5) is mounted
 * @param listeners those that an upgrade moves
 */
record FurtherPorts(Path proc, Supplier<List<ServerListener>> listeners) implements PreflightLook {

	@Override
	public List<Preflight.Finding> look() {
		try {
			SortedSet<Integer> ports = new ListeningPorts(this.proc).find();
			this.listeners.get().forEach((listener) -> ports.remove(listener.address().getPort()));
			List<Preflight.Finding> findings = new ArrayList<>();
			int ephemeral = firstEphemeral();
			// Beyond, the kernel has chosen one that was free, and does so again.
			ports.headSet(ephemeral).forEach((port) -> findings.add(finding(port)));
			return findings;
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	private int firstEphemeral() throws IOException {
		String range = Files.readString(this.proc.resolve("sys/net/ipv4/ip_local_port_range"),
				StandardCharsets.ISO_8859_1);
		try {
			return Integer.parseInt(range.strip().split("\\s+")[0]);
		}
		catch (NumberFormatException ex) {
			throw new IOException(ex);
		}
	}

	private static Preflight.Finding finding(int port) {
		return Preflight.Finding.warning(Preflight.FURTHER_PORT, Integer.toString(port),
				("This instance listens on port %d, too, which is none of its servers' (an agent's, a console's, a "
						+ "database's), and the new one cannot have it at the same time")
					.formatted(port),
				"Try with 'hotupgrade rehearse' whether its start fails for that, and then make the port 0 or leave it out");
	}

}
