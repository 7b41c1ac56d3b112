package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.LaunchPriority;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.log.EngineLog;

/**
 * Launches JVMs as children of this process, in its working directory and with its
 * standard streams, as far as there are any.
 */
final class JvmSuccessorLauncher implements SuccessorLauncher {

	private static final EngineLog logger = EngineLog.of(JvmSuccessorLauncher.class);

	private final LaunchSettings settings;

	private final LocalProcess self;

	private final WorkingDirectory directory;

	private final StandardStreams streams;

	private final OutputStream output;

	/**
	 * Creates a launcher.
	 * @param settings how to launch
	 * @param self this process
	 * @param ledHere whether it was started where the path in its environment led
	 * @param streams its standard streams
	 * @param output where captured output is passed on to
	 */
	JvmSuccessorLauncher(LaunchSettings settings, LocalProcess self, boolean ledHere, StandardStreams streams,
			OutputStream output) {
		this.settings = settings;
		this.self = self;
		this.directory = new WorkingDirectory(settings.directory(), self, ledHere);
		this.streams = streams;
		this.output = output;
	}

	@Override
	public List<Runnable> checks(UpgradeRequest request, List<String> baseCommand) {
		return List.of(this::checkLeaving, () -> checkCommand(request, baseCommand),
				new MemoryCheck(this.settings.memory(), new MemoryRooms(this.self.proc()))::run);
	}

	private void checkCommand(UpgradeRequest request, List<String> baseCommand) {
		try {
			obstacles().checkSidePorts(launchPlan(request, baseCommand).command());
		}
		catch (LaunchException ex) {
			throw new UpgradeRefusedException(RefusalReason.UNSUPPORTED, ex.getMessage());
		}
	}

	@Override
	public List<Runnable> inspections(UpgradeRequest request, List<String> baseCommand) {
		try {
			LaunchPlan plan = launchPlan(request, baseCommand);
			Programs programs = new Programs(this.self.environment().getOrDefault("PATH", ""), plan.directory());
			return new JarInspection(plan, request.sha256(), programs).checks();
		}
		catch (LaunchException | UpgradeRefusedException ex) {
			return List.of();
		}
	}

	@Override
	public Optional<Path> jar(UpgradeRequest request, List<String> baseCommand) {
		try {
			return launchPlan(request, baseCommand).jar();
		}
		catch (LaunchException | UpgradeRefusedException ex) {
			return Optional.empty();
		}
	}

	@Override
	public Optional<Path> sameJar(UpgradeRequest request, List<String> baseCommand) {
		try {
			return sameJar(launchPlan(request, baseCommand), Optional.empty());
		}
		catch (LaunchException | UpgradeRefusedException ex) {
			return Optional.empty();
		}
	}

	@Override
	public PlannedStart plan(UpgradeRequest request, List<String> baseCommand) throws LaunchException {
		try {
			return PlannedStart.of(launchPlan(request, baseCommand), this.self, this.settings.environment());
		}
		catch (UpgradeRefusedException ex) {
			throw new LaunchException(ex.getMessage(), ex);
		}
	}

	private LaunchPlan launchPlan(UpgradeRequest request, List<String> baseCommand) throws LaunchException {
		return LaunchPlan.of(this.settings, this.self, this.directory.find(), request, baseCommand);
	}

	@Override
	public void checkLeaving() {
		obstacles().checkPlatform();
	}

	private LaunchObstacles obstacles() {
		return new LaunchObstacles(this.self, this.settings.environment());
	}

	@Override
	public SuccessorProcess launch(LaunchRequest request) throws LaunchException {
		try {
			LaunchPlan plan = launchPlan(request.request(), request.baseCommand());
			return start(request.prepared().isPresent() ? plan.from(request.prepared().get()) : plan, request);
		}
		catch (UpgradeRefusedException ex) {
			throw new LaunchException(ex.getMessage(), ex);
		}
		catch (IOException ex) {
			throw new LaunchException(
					"The successor's process could not be started: %s. If the control directory %s is the reason, repair it; it takes effect at once"
						.formatted(ex, request.workDirectory()),
					ex);
		}
	}

	private SuccessorProcess start(LaunchPlan plan, LaunchRequest request) throws IOException, LaunchException {
		ProcessBuilder builder = new ProcessBuilder(plan.command().arguments()).directory(plan.directory().toFile());
		this.streams.giveTo(builder);
		builder.environment().put(WorkingDirectory.VARIABLE, plan.directory().toString());
		new SuccessorEnvironment(this.settings.environment(), request.handOff()).applyTo(builder.environment());
		builder.environment().put(Addressee.VARIABLE, Addressee.childOf(this.self.pid()).text());
		Optional<StartPriority> priority = priority();
		priority.ifPresent((low) -> low.mark(builder.environment()));
		Optional<OomScore> oomScore = OomScore.below(this.self);
		oomScore.ifPresent((high) -> high.mark(builder.environment()));
		Spawn spawn = new Spawn(builder, plan.base().arguments(), priority, oomScore,
				sameJar(plan, request.prepared()));
		Optional<String> obstacle = new CaptureShell(this.self.shell()).obstacle(builder.environment().keySet());
		if (obstacle.isPresent()) {
			logger.info("The successor's last output will not be known to this instance: {}", obstacle.get());
			return spawn.start(SuccessorOutput.INHERITED);
		}
		OutputCapture capture = OutputCapture.create(request.workDirectory(), request.upgradeId());
		return startCaptured(builder, spawn, capture);
	}

	/** A process that runs a prepared copy has the copy open and not the jar. */
	private Optional<Path> sameJar(LaunchPlan plan, Optional<PreparedStart> prepared) {
		RunningJar running = RunningJar.ofThisProcess(new OpenFiles(this.self.proc().resolve("self")));
		return plan.jar()
			.flatMap(running::same)
			.or(() -> prepared.filter((start) -> running.same(start.jar()).isPresent()).map(PreparedStart::source));
	}

	private SuccessorProcess startCaptured(ProcessBuilder builder, Spawn spawn, OutputCapture capture)
			throws IOException, LaunchException {
		builder.environment().put(HandOff.OUTPUT, capture.file().toString());
		builder.command(new CaptureShell(this.self.shell()).wrap(builder.command()));
		CapturedOutput captured = new CapturedOutput(capture, this.output);
		try {
			captured.prepare();
			SuccessorProcess process = spawn.start(captured);
			captured.start();
			return process;
		}
		catch (LaunchException | RuntimeException | Error ex) {
			captured.discard();
			throw ex;
		}
	}

	private Optional<StartPriority> priority() {
		boolean low = this.settings.priority() == LaunchPriority.LOW && this.self.isLinux();
		return low ? StartPriority.below(this.self) : Optional.empty();
	}

}
