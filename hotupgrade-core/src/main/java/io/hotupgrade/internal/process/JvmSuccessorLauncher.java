package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.LaunchPriority;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches JVMs as children of this process, in its working directory and with its
 * standard streams.
 */
final class JvmSuccessorLauncher implements SuccessorLauncher {

	private static final Logger logger = LoggerFactory.getLogger(JvmSuccessorLauncher.class);

	private final LaunchSettings settings;

	private final LocalProcess self;

	private final OutputStream output;

	/**
	 * Creates a launcher.
	 * @param settings how to launch
	 * @param self this process
	 * @param output where captured output is passed on to
	 */
	JvmSuccessorLauncher(LaunchSettings settings, LocalProcess self, OutputStream output) {
		this.settings = settings;
		this.self = self;
		this.output = output;
	}

	@Override
	public void check(UpgradeRequest request, List<String> baseCommand) {
		checkLeaving();
		try {
			obstacles().checkSidePorts(LaunchPlan.of(this.settings, this.self, request, baseCommand).command());
		}
		catch (LaunchException ex) {
			throw new UpgradeRefusedException(RefusalReason.UNSUPPORTED, ex.getMessage());
		}
	}

	@Override
	public void checkLeaving() {
		obstacles().checkPlatform();
		obstacles().checkInit();
	}

	private LaunchObstacles obstacles() {
		return new LaunchObstacles(this.self, this.settings.environment());
	}

	@Override
	public SuccessorProcess launch(LaunchRequest request) throws LaunchException {
		try {
			LaunchPlan plan = LaunchPlan.of(this.settings, this.self, request.request(), request.baseCommand());
			return start(plan, request);
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
		ProcessBuilder builder = new ProcessBuilder(plan.command().arguments()).inheritIO();
		new SuccessorEnvironment(this.settings.environment(), request.handOff()).applyTo(builder.environment());
		builder.environment().put(Addressee.VARIABLE, Addressee.childOf(this.self.pid()).text());
		Optional<StartPriority> priority = priority();
		priority.ifPresent((low) -> low.mark(builder.environment()));
		Optional<String> obstacle = new CaptureShell(this.self.shell()).obstacle(builder.environment().keySet());
		if (obstacle.isPresent()) {
			logger.info("The successor's last output will not be known to this instance: {}", obstacle.get());
			return new LaunchedProcess(start(builder, priority), plan.base().arguments(), SuccessorOutput.INHERITED,
					priority);
		}
		OutputCapture capture = OutputCapture.create(request.workDirectory(), request.upgradeId());
		return startCaptured(builder, plan, capture, priority);
	}

	private SuccessorProcess startCaptured(ProcessBuilder builder, LaunchPlan plan, OutputCapture capture,
			Optional<StartPriority> priority) throws IOException {
		builder.environment().put(HandOff.OUTPUT, capture.file().toString());
		builder.command(new CaptureShell(this.self.shell()).wrap(builder.command()));
		try {
			Process process = start(builder, priority);
			CapturedOutput output = new CapturedOutput(capture, this.output);
			output.start();
			return new LaunchedProcess(process, plan.base().arguments(), output, priority);
		}
		catch (IOException ex) {
			capture.delete();
			throw ex;
		}
	}

	private static Process start(ProcessBuilder builder, Optional<StartPriority> priority) throws IOException {
		Process process = builder.start();
		priority.ifPresent((low) -> low.lower(process.pid()));
		return process;
	}

	private Optional<StartPriority> priority() {
		boolean low = this.settings.priority() == LaunchPriority.LOW && this.self.isLinux();
		return low ? StartPriority.below(this.self) : Optional.empty();
	}

}
