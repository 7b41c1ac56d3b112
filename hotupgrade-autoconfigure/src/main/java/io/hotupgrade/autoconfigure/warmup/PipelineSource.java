package io.hotupgrade.autoconfigure.warmup;

import java.time.Duration;
import java.util.Optional;

import io.hotupgrade.CauseChain;
import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.warmup.PipelineTarget.NoSuchTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;

/**
 * Warms up what stands in front of the application's handlers, and behind them. Whatever
 * is wrong with that is no failure of the upgrade: nobody asked for it.
 */
final class PipelineSource implements WarmUpSource, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(PipelineSource.class);

	/** A longer one would leave too little for the start itself. */
	private static final int SHARE_OF_THE_LAUNCH = 4;

	private final PipelineTarget target;

	private final Duration limit;

	/**
	 * Creates the source.
	 * @param target where requests go
	 * @param limit how long they are sent at most
	 */
	PipelineSource(PipelineTarget target, Duration limit) {
		this.target = target;
		this.limit = limit;
	}

	/**
	 * Creates the source that is configured.
	 * @param target where requests go
	 * @param properties what is configured
	 * @return the source
	 */
	static PipelineSource of(PipelineTarget target, HotUpgradeProperties properties) {
		Duration share = properties.launch().timeout().dividedBy(SHARE_OF_THE_LAUNCH);
		Duration limit = properties.warmUp().pipeline().timeout();
		return new PipelineSource(target, (limit.compareTo(share) < 0) ? limit : share);
	}

	@Override
	public Optional<WarmUpPart> part(WarmUpSettings settings) {
		try {
			return Optional.of(PipelineRequests.to(this.target.prepare(), settings, this.limit));
		}
		catch (NoSuchTargetException ex) {
			return Optional.of(PipelineRequests.none(ex.getMessage(), settings, this.limit));
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The pipeline is not warmed up", ex);
			return Optional.of(PipelineRequests.none(CauseChain.describe(ex), settings, this.limit));
		}
	}

	@Override
	public int getOrder() {
		return PIPELINE;
	}

}
