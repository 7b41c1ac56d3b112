package io.hotupgrade.engine;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.hotupgrade.CauseChain;
import io.hotupgrade.HotUpgrade;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.ControlMessage.OperatorRefusal;
import io.hotupgrade.internal.control.ControlMessage.OperatorRequest;
import io.hotupgrade.internal.control.OperatorCommand;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.server.ServerListener;

/**
 * Does for operators at the control socket what the endpoint does for those who come by
 * HTTP. Thread-safe; not to be used on the engine's thread.
 */
final class OperatorDesk implements ControlPoint.Desk {

	private static final EngineLog logger = EngineLog.of(OperatorDesk.class);

	private static final String INTERNAL_ERROR = "INTERNAL_ERROR";

	private final String application;

	private final Supplier<List<ServerListener>> listeners;

	private final HotUpgrade upgrades;

	private final Function<UpgradeRequest, StartPreparer.Outcome> preparing;

	private final Runnable leave;

	/**
	 * Creates it.
	 * @param application what the application is called, or an empty string
	 * @param listeners what it listens on
	 * @param upgrades does what is asked for
	 * @param preparing prepares the start of the next upgrade, and waits for that
	 * @param leave begins to stop this instance; throws an
	 * {@link UpgradeRefusedException} if that is not possible now
	 */
	OperatorDesk(String application, Supplier<List<ServerListener>> listeners, HotUpgrade upgrades,
			Function<UpgradeRequest, StartPreparer.Outcome> preparing, Runnable leave) {
		this.application = application;
		this.listeners = listeners;
		this.upgrades = upgrades;
		this.preparing = preparing;
		this.leave = leave;
	}

	@Override
	public ControlMessage serve(long pid, OperatorRequest request) {
		OperatorCommand command = request.command();
		try {
			ControlMessage answer = answer(command, request);
			if (command != OperatorCommand.STATUS && command != OperatorCommand.CHECK) {
				logger.info("An operator (pid {}) has asked for {}", pid, command);
			}
			return answer;
		}
		catch (UpgradeRefusedException ex) {
			logger.info("An operator (pid {}) has asked for {}, which is refused ({}): {}", pid, command,
					ex.getReason(), ex.getMessage());
			return new OperatorRefusal(ex.getReason().name(), ex.getMessage());
		}
		catch (RuntimeException | Error ex) {
			logger.error("An operator (pid {}) has asked for {}, which failed", pid, command, ex);
			return new OperatorRefusal(INTERNAL_ERROR,
					"This instance could not deal with it, its log says why: " + CauseChain.describe(ex));
		}
	}

	private ControlMessage answer(OperatorCommand command, OperatorRequest request) {
		return switch (command) {
			case STATUS -> status();
			case CHECK -> new ControlMessage.OperatorCheck(this.upgrades.check(wanted(request)));
			case UPGRADE -> new ControlMessage.OperatorUpgrade(this.upgrades.upgrade(wanted(request)));
			case PREPARE -> prepare(request);
			case REHEARSE -> new ControlMessage.OperatorUpgrade(this.upgrades.rehearse(wanted(request)));
			case CONTINUE -> new ControlMessage.OperatorUpgrade(this.upgrades.proceed());
			case ABORT -> new ControlMessage.OperatorUpgrade(this.upgrades.abort());
			case DRAIN -> {
				this.leave.run();
				yield status();
			}
		};
	}

	private ControlMessage prepare(OperatorRequest request) {
		StartPreparer.Outcome outcome = this.preparing.apply(wanted(request));
		return new ControlMessage.OperatorPreparation(outcome.preparation().isPresent(), outcome.description());
	}

	private ControlMessage status() {
		return new ControlMessage.OperatorStatus(this.application, this.listeners.get(), this.upgrades.status());
	}

	private static UpgradeRequest wanted(OperatorRequest request) {
		UpgradeRequest wanted = request.jar().isEmpty() ? UpgradeRequest.asConfigured()
				: UpgradeRequest.toJar(request.jar());
		return request.sha256().isEmpty() ? wanted : wanted.withSha256(request.sha256());
	}

}
