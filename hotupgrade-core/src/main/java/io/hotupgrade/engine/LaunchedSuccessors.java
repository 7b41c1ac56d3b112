package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlDirectory;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlServer;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.LaunchRequest;
import io.hotupgrade.internal.process.SuccessorLauncher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches successors and answers those who connect to the control socket: only the one
 * that was launched knows the token. Used on the engine's thread only.
 */
final class LaunchedSuccessors implements SuccessorLinks {

	private static final Logger logger = LoggerFactory.getLogger(LaunchedSuccessors.class);

	private static final int OLDEST_PROTOCOL = 1;

	private final Instance instance;

	private final Servers servers;

	private final SuccessorLauncher launcher;

	private final Optional<Path> configuredDirectory;

	private final Scheduler scheduler;

	private final SecureRandom random = new SecureRandom();

	private Path controlDirectory;

	private ControlServer server;

	private LaunchedSuccessor awaited;

	private String token;

	LaunchedSuccessors(Instance instance, Servers servers, SuccessorLauncher launcher,
			Optional<Path> configuredDirectory, Scheduler scheduler) {
		this.instance = instance;
		this.servers = servers;
		this.launcher = launcher;
		this.configuredDirectory = configuredDirectory;
		this.scheduler = scheduler;
	}

	@Override
	public String newId() {
		return randomHex(6);
	}

	@Override
	public void check(UpgradeRequest request) {
		this.launcher.check(request, this.instance.baseCommand());
		try {
			openControlServer();
		}
		catch (IOException | RuntimeException ex) {
			throw new UpgradeRefusedException(RefusalReason.CONTROL_UNAVAILABLE,
					"The control socket cannot be opened: " + ex.getMessage());
		}
	}

	@Override
	public SuccessorLink launch(UpgradeRequest request, String upgradeId, SuccessorLink.Events events)
			throws LaunchException {
		this.token = randomHex(16);
		Map<String, String> handOff = Map.of(HandOff.SOCKET, this.server.path().toString(), HandOff.TOKEN, this.token);
		LaunchRequest launch = new LaunchRequest(request, upgradeId, this.instance.baseCommand(), handOff,
				this.controlDirectory);
		LaunchedSuccessor successor = new LaunchedSuccessor(this.launcher.launch(launch), upgradeId, events,
				this.scheduler);
		this.awaited = successor;
		return successor;
	}

	@Override
	public void close() {
		if (this.server != null) {
			this.server.close();
			this.server = null;
		}
	}

	private void openControlServer() throws IOException {
		if (this.server != null && !Files.exists(this.server.path())) {
			logger.warn("The control socket {} was deleted by somebody and is made again", this.server.path());
			close();
		}
		if (this.server == null) {
			this.controlDirectory = this.configuredDirectory.isPresent() ? this.configuredDirectory.get()
					: ControlDirectory.defaultForThisUser();
			this.server = ControlServer.open(this.controlDirectory, (channel) -> channel.start(new Reception()));
		}
	}

	private String randomHex(int bytes) {
		byte[] data = new byte[bytes];
		this.random.nextBytes(data);
		return HexFormat.of().formatHex(data);
	}

	private void received(ControlChannel channel, ControlMessage message, Reception reception) {
		if (reception.successor.isPresent()) {
			reception.successor.get().received(message);
		}
		else if (message instanceof ControlMessage.Hello hello) {
			hello(channel, hello, reception);
		}
		else {
			refuse(channel, "HELLO_EXPECTED", "The first message has to be Hello");
		}
	}

	private void hello(ControlChannel channel, ControlMessage.Hello hello, Reception reception) {
		if (hello.protocol() < OLDEST_PROTOCOL) {
			refuse(channel, "PROTOCOL_UNSUPPORTED",
					"Protocol %d is not supported (expected: >= %d)".formatted(hello.protocol(), OLDEST_PROTOCOL));
		}
		else if (this.awaited == null || !this.awaited.isAwaited() || !this.token.equals(hello.token())) {
			refuse(channel, "NOT_AWAITED", "This instance has not launched the process with pid " + hello.pid());
		}
		else {
			reception.successor = Optional.of(this.awaited);
			this.awaited.connected(channel, hello, welcome(hello));
		}
	}

	/**
	 * Both sides speak the newer protocol of the two if they can, else the older.
	 */
	private ControlMessage welcome(ControlMessage.Hello hello) {
		int protocol = Math.min(ControlMessage.PROTOCOL, hello.protocol());
		return new ControlMessage.Welcome(protocol, this.awaited.upgradeId(), this.instance.info().generation() + 1,
				this.instance.info(), this.servers.listeners(), this.awaited.process().command(),
				this.instance.history());
	}

	private void refuse(ControlChannel channel, String reason, String message) {
		logger.warn("Refused a connection to the control socket by pid {}: {}", channel.peer().pid(), message);
		try {
			channel.send(new ControlMessage.Refused(reason, message));
		}
		catch (IOException ex) {
			logger.debug("It has gone already", ex);
		}
		channel.close();
	}

	/**
	 * One connection to the control socket; knows whose it is once that has said hello.
	 */
	private final class Reception implements ControlChannel.Handler {

		private Optional<LaunchedSuccessor> successor = Optional.empty();

		@Override
		public void received(ControlChannel channel, ControlMessage message) {
			LaunchedSuccessors.this.scheduler.execute(() -> LaunchedSuccessors.this.received(channel, message, this));
		}

		@Override
		public void closed(ControlChannel channel, Optional<Throwable> cause) {
			LaunchedSuccessors.this.scheduler.execute(
					() -> this.successor.ifPresent((known) -> known.channelClosed(cause.map(Throwable::getMessage))));
		}

	}

}
