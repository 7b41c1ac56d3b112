package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

import io.hotupgrade.internal.posix.NativeRoom;
import io.hotupgrade.internal.posix.NoDescriptorException;

/**
 * Finds out whether this platform can steer, by trying it.
 */
final class SteeringDetection {

	private final String operatingSystem;

	private final Path procDirectory;

	/**
	 * Creates it.
	 * @param operatingSystem the operating system's name, as in {@code os.name}
	 * @param procDirectory where proc(5) is mounted
	 */
	SteeringDetection(String operatingSystem, Path procDirectory) {
		this.operatingSystem = operatingSystem;
		this.procDirectory = procDirectory;
	}

	SocketSteering detect() {
		if (!"Linux".equals(this.operatingSystem)) {
			return new NoSteering("Operating system: '%s' (expected: Linux)".formatted(this.operatingSystem));
		}
		try {
			NativeRoom.check();
			LinuxSocketSteering steering = new LinuxSocketSteering(this.procDirectory);
			tryOnOwnSocket(steering);
			return steering;
		}
		catch (NoDescriptorException ex) {
			return new NoSteering(ex.getMessage(), true);
		}
		catch (IOException | SteeringException | UnsupportedOperationException ex) {
			return new NoSteering(ex.getMessage());
		}
	}

	/** An ephemeral port is one that no other socket has, so the group is the probe's. */
	private static void tryOnOwnSocket(LinuxSocketSteering steering) throws IOException {
		try (ServerSocketChannel probe = ServerSocketChannel.open()) {
			probe.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			InetSocketAddress address = (InetSocketAddress) probe.getLocalAddress();
			steering.steer(address, SteeringProgram.toFirst());
			steering.inspect(address);
		}
	}

}
