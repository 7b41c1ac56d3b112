package io.hotupgrade.engine;

import java.util.Optional;
import java.util.function.Consumer;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.prepare.Preparation;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.PreparedStart;

/**
 * Launches the successor, from a prepared start where that is wanted. Used on the
 * engine's thread only.
 */
final class LaunchSource implements SuccessorSource {

	private static final EngineLog logger = EngineLog.of(LaunchSource.class);

	private final UpgradeRequest request;

	private final SuccessorLinks links;

	private final StartPreparer preparer;

	private Optional<PreparedStart> prepared = Optional.empty();

	LaunchSource(UpgradeRequest request, SuccessorLinks links, StartPreparer preparer) {
		this.request = request;
		this.links = links;
		this.preparer = preparer;
	}

	@Override
	public boolean isPreparing() {
		return this.preparer.isWanted();
	}

	@Override
	public void prepare(Consumer<String> done) {
		this.preparer.begin(this.request, (outcome) -> {
			this.prepared = outcome.preparation().map(Preparation::start);
			if (this.prepared.isPresent()) {
				logger.info("{}", outcome.description());
			}
			else {
				logger.warn("{}", outcome.description());
			}
			done.accept(outcome.description());
		});
	}

	@Override
	public void stopPreparing(String why) {
		this.preparer.stop(why);
	}

	@Override
	public SuccessorLink provide(UpgradeRecord upgrade, SuccessorLink.Events events) throws LaunchException {
		return this.links.launch(this.request, this.prepared, upgrade, events);
	}

}
