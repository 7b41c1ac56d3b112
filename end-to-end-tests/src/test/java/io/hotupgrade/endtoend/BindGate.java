package io.hotupgrade.endtoend;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import io.hotupgrade.loadmeter.process.JavaLaunch;

/**
 * Holds a JVM up at the moment between the decision that the server may have its port and
 * the bind, in which no test could meet it by chance. Runs in that JVM, as the provider
 * of its sockets, and uses nothing but the JDK.
 */
public final class BindGate extends SelectorProvider {

	private static final String DIRECTORY = "bindgate.directory";

	/** Those that open the listeners of Undertow, and of Tomcat and Jetty. */
	private static final Set<String> SERVERS = Set.of("org.xnio.nio.ReusePortTcpServer",
			"io.hotupgrade.tomcat.BlockingAcceptChannel", "io.hotupgrade.server.support.AcceptChannel");

	private static final String OPEN = "open";

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final Duration POLL = Duration.ofMillis(20);

	private final SelectorProvider sockets;

	/**
	 * Called by the JDK.
	 * @throws ReflectiveOperationException if this JDK has another provider of its own
	 */
	public BindGate() throws ReflectiveOperationException {
		this.sockets = (SelectorProvider) Class.forName("sun.nio.ch.DefaultSelectorProvider")
			.getMethod("get")
			.invoke(null);
	}

	/**
	 * Lets the JVMs of a launch wait before they bind.
	 * @param launch the launch
	 * @param directory where they tell that they wait
	 * @return a new launch
	 */
	static JavaLaunch at(Path directory, JavaLaunch launch) throws IOException {
		String file = BindGate.class.getName().replace('.', '/') + ".class";
		Path copy = directory.resolve("classes").resolve(file);
		Files.createDirectories(copy.getParent());
		Files.copy(Path.of(System.getProperty("basedir", "."), "target/test-classes", file), copy);
		return launch.withJvmArguments("--add-exports", "java.base/sun.nio.ch=ALL-UNNAMED",
				"-Xbootclasspath/a:" + directory.resolve("classes"), "-D" + DIRECTORY + "=" + directory,
				"-D" + SelectorProvider.class.getName() + "=" + BindGate.class.getName());
	}

	/**
	 * Whether a process waits, or has passed.
	 */
	static boolean isReachedBy(long pid, Path directory) {
		return Files.exists(mark(directory, pid));
	}

	static void open(Path directory) throws IOException {
		Files.createFile(directory.resolve(OPEN));
	}

	private static Path mark(Path directory, long pid) {
		return directory.resolve("at-bind-" + pid);
	}

	private static void pass() throws IOException {
		boolean binds = StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> SERVERS.contains(frame.getClassName())));
		if (!binds) {
			return;
		}
		Path directory = Path.of(System.getProperty(DIRECTORY));
		Files.write(mark(directory, ProcessHandle.current().pid()), new byte[0]);
		long start = System.nanoTime();
		try {
			while (!Files.exists(directory.resolve(OPEN)) && System.nanoTime() - start < LIMIT.toNanos()) {
				Thread.sleep(POLL.toMillis());
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public ServerSocketChannel openServerSocketChannel() throws IOException {
		pass();
		return this.sockets.openServerSocketChannel();
	}

	@Override
	public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
		return this.sockets.openServerSocketChannel(family);
	}

	@Override
	public SocketChannel openSocketChannel() throws IOException {
		return this.sockets.openSocketChannel();
	}

	@Override
	public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
		return this.sockets.openSocketChannel(family);
	}

	@Override
	public DatagramChannel openDatagramChannel() throws IOException {
		return this.sockets.openDatagramChannel();
	}

	@Override
	public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
		return this.sockets.openDatagramChannel(family);
	}

	@Override
	public Pipe openPipe() throws IOException {
		return this.sockets.openPipe();
	}

	@Override
	public AbstractSelector openSelector() throws IOException {
		return this.sockets.openSelector();
	}

	@Override
	public Channel inheritedChannel() throws IOException {
		return this.sockets.inheritedChannel();
	}

}
