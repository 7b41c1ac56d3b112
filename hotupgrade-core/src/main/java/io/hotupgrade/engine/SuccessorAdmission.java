package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.UpgradeText;
import io.hotupgrade.internal.control.PeerRefusal;
import io.hotupgrade.internal.process.AdoptedProcess;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.LaunchRequest;
import io.hotupgrade.internal.process.PreparedStart;
import io.hotupgrade.internal.process.SuccessorLauncher;
import io.hotupgrade.internal.process.SuccessorProcess;
import io.hotupgrade.server.ServerListener;
import org.jspecify.annotations.Nullable;

/**
 * Launches successors, and decides who may be one: the process that was launched and
 * knows the token, or one that asks to take over at a moment when an upgrade could begin.
 * Used on the engine's thread only.
 */
final class SuccessorAdmission implements SuccessorLinks {

	private static final int OLDEST_PROTOCOL = 1;

	private final Instance instance;

	private final Servers servers;

	private final SuccessorLauncher launcher;

	private final ControlSettings settings;

	private final EngineScheduler scheduler;

	private final StartPreparer preparer;

	private final ControlPoint point;

	private final SecureRandom random = new SecureRandom();

	private TakeoverHandler takeovers = (source) -> {
		throw new UpgradeRefusedException(RefusalReason.NOT_READY, "This instance is still starting");
	};

	private volatile ControlPoint.Desk desk = (pid, request) -> new ControlMessage.OperatorRefusal(
			RefusalReason.NOT_READY.name(), "This instance is still starting");

	private @Nullable AdmittedSuccessor awaited;

	private @Nullable String token;

	SuccessorAdmission(Instance instance, Servers servers, SuccessorLauncher launcher, ControlSettings settings,
			EngineScheduler scheduler, StartPreparer preparer) {
		this.instance = instance;
		this.servers = servers;
		this.launcher = launcher;
		this.settings = settings;
		this.scheduler = scheduler;
		this.preparer = preparer;
		this.point = new ControlPoint(settings.directory(), scheduler, this::admit,
				(pid, request) -> this.desk.serve(pid, request));
	}

	/**
	 * Lets others ask to take over from now on.
	 * @param handler begins the upgrade
	 */
	void onTakeover(TakeoverHandler handler) {
		this.takeovers = handler;
	}

	/**
	 * Lets operators ask for something from now on.
	 * @param operators serves them
	 */
	void onOperator(ControlPoint.Desk operators) {
		this.desk = operators;
	}

	/**
	 * Makes sure that others can reach this process.
	 * @throws IOException if they cannot
	 */
	void open() throws IOException {
		this.point.open();
	}

	@Override
	public String newId() {
		return randomHex(6);
	}

	@Override
	public SuccessorLink launch(UpgradeRequest request, Optional<PreparedStart> prepared, UpgradeRecord upgrade,
			SuccessorLink.Events events) throws LaunchException {
		this.token = randomHex(16);
		HandOff handOff = new HandOff(this.point.path().toString(), this.token, UpgradeText.write(upgrade));
		LaunchRequest launch = new LaunchRequest(request, upgrade.id(), this.instance.baseCommand(),
				handOff.variables(), this.point.path().getParent(), prepared);
		SuccessorProcess process = this.launcher.launch(launch);
		try {
			this.awaited = link(process, upgrade.id(), events);
		}
		catch (Throwable ex) {
			process.kill();
			throw ex;
		}
		return this.awaited;
	}

	@Override
	public SuccessorSource source(UpgradeRequest request) {
		return new LaunchSource(request, this, this.preparer);
	}

	@Override
	public void close() {
		this.point.close();
	}

	private AdmittedSuccessor link(SuccessorProcess process, String upgradeId, SuccessorLink.Events events) {
		process.onExit().whenComplete((code, failure) -> this.scheduler.execute(this.point::removeLeftovers));
		return new AdmittedSuccessor(process, upgradeId, events, this.scheduler, this.settings.heartbeatTimeout());
	}

	private String randomHex(int bytes) {
		byte[] data = new byte[bytes];
		this.random.nextBytes(data);
		return HexFormat.of().formatHex(data);
	}

	private AdmittedSuccessor admit(ControlChannel channel, ControlMessage first) throws PeerRefusedException {
		if (first instanceof ControlMessage.Hello hello) {
			return hello(channel, hello);
		}
		if (first instanceof ControlMessage.TakeoverRequest request) {
			return takeover(channel, request);
		}
		throw new PeerRefusedException(PeerRefusal.HELLO_EXPECTED, "The first message has to be Hello");
	}

	private AdmittedSuccessor hello(ControlChannel channel, ControlMessage.Hello hello) throws PeerRefusedException {
		checkProtocol(hello.protocol());
		if (this.awaited == null || !this.awaited.isAwaited() || !this.token.equals(hello.token())) {
			throw new PeerRefusedException(PeerRefusal.NOT_AWAITED,
					"This instance has not launched the process with pid " + hello.pid());
		}
		this.awaited.connected(channel, hello.pid(), hello.version(), welcome(hello.protocol(), this.awaited));
		this.awaited.isOf(hello.application());
		return this.awaited;
	}

	private AdmittedSuccessor takeover(ControlChannel channel, ControlMessage.TakeoverRequest request)
			throws PeerRefusedException {
		checkProtocol(request.protocol());
		checkMeant(request);
		Applicant applicant = new Applicant(pid(channel, request));
		try {
			this.takeovers.begin(applicant);
		}
		catch (UpgradeRefusedException ex) {
			throw new PeerRefusedException(PeerRefusal.UPGRADE_REFUSED, ex.getReason() + ": " + ex.getMessage());
		}
		if (applicant.link == null) {
			throw new PeerRefusedException(PeerRefusal.LAUNCH_FAILED,
					"This instance could not begin the upgrade; its log says why");
		}
		applicant.link.connected(channel, request.pid(), request.version(),
				welcome(request.protocol(), applicant.link));
		return applicant.link;
	}

	private static void checkProtocol(int protocol) throws PeerRefusedException {
		if (protocol < OLDEST_PROTOCOL) {
			throw new PeerRefusedException(PeerRefusal.PROTOCOL_UNSUPPORTED,
					"Protocol %d is not supported (expected: >= %d)".formatted(protocol, OLDEST_PROTOCOL));
		}
	}

	/**
	 * The directory is that of a user, who may run several applications, or several
	 * instances of one.
	 */
	private void checkMeant(ControlMessage.TakeoverRequest request) throws PeerRefusedException {
		String own = this.settings.application();
		List<Integer> ports = this.servers.listeners().stream().map(SuccessorAdmission::port).toList();
		boolean samePort = request.listeners().stream().map(SuccessorAdmission::port).anyMatch(ports::contains);
		if (own.isEmpty() || !own.equals(request.application()) || !samePort) {
			throw new PeerRefusedException(PeerRefusal.OTHER_INSTANCE,
					"This is application '%s' on ports %s".formatted(own, ports));
		}
	}

	private static int port(ServerListener listener) {
		InetSocketAddress address = listener.address();
		return address.getPort();
	}

	/**
	 * What the peer says of itself must be what the kernel says: the process may have to
	 * be signalled.
	 */
	private static long pid(ControlChannel channel, ControlMessage.TakeoverRequest request)
			throws PeerRefusedException {
		long pid = channel.peer().pid();
		if (pid != request.pid()) {
			throw new PeerRefusedException(PeerRefusal.OTHER_PROCESS,
					"The process calls itself %d and is seen from here as %d; both instances have to run in one pid namespace"
						.formatted(request.pid(), pid));
		}
		return pid;
	}

	/**
	 * Both sides speak the newer protocol of the two if they can, else the older.
	 */
	private ControlMessage welcome(int theirProtocol, AdmittedSuccessor successor) {
		int protocol = Math.min(ControlMessage.PROTOCOL, theirProtocol);
		return new ControlMessage.Welcome(protocol, successor.upgradeId(), this.instance.info().generation() + 1,
				this.instance.info(), this.servers.listeners(), successor.process().command(), this.instance.history());
	}

	/**
	 * Begins an upgrade with a successor that is there already.
	 */
	@FunctionalInterface
	interface TakeoverHandler {

		/**
		 * Begins the upgrade.
		 * @param source provides the successor
		 * @throws UpgradeRefusedException if no upgrade can begin now
		 */
		void begin(SuccessorSource source);

	}

	/**
	 * A process that wants to take over.
	 */
	private final class Applicant implements SuccessorSource {

		private final long pid;

		private @Nullable AdmittedSuccessor link;

		Applicant(long pid) {
			this.pid = pid;
		}

		@Override
		public SuccessorLink provide(UpgradeRecord upgrade, SuccessorLink.Events events) throws LaunchException {
			SuccessorProcess process = AdoptedProcess.of(this.pid)
				.orElseThrow(() -> new LaunchException("Process %d cannot be seen".formatted(this.pid)));
			this.link = link(process, upgrade.id(), events);
			return this.link;
		}

	}

}
