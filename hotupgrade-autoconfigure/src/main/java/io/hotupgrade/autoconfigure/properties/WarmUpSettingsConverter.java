package io.hotupgrade.autoconfigure.properties;

import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpSettings;

/**
 * Makes the warm-up's settings of what is configured.
 *
 * @since 0.1.0
 */
public final class WarmUpSettingsConverter {

	private WarmUpSettingsConverter() {
	}

	public static WarmUpSettings convert(HotUpgradeProperties.WarmUp warmUp) {
		return new WarmUpSettings(warmUp.requests().stream().map(WarmUpSettingsConverter::convert).toList(),
				warmUp.concurrency(), warmUp.until(), warmUp.settled().window(), warmUp.settled().tolerance(),
				warmUp.timeout(), warmUp.onFailure(), warmUp.recorded());
	}

	private static WarmUpSettings.Repeated convert(HotUpgradeProperties.WarmUp.Request request) {
		return new WarmUpSettings.Repeated(
				new WarmUpRequest(request.method(), request.path(), request.headers(), request.body()),
				request.count());
	}

}
