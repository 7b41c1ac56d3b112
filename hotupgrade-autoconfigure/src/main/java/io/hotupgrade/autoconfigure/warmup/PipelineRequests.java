package io.hotupgrade.autoconfigure.warmup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpPart.Expectation;
import io.hotupgrade.WarmUpPart.OnUnexpected;
import io.hotupgrade.WarmUpPart.Sending;
import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpResponse;
import io.hotupgrade.WarmUpSettings;
import io.hotupgrade.WarmUpSettings.Repeated;
import io.hotupgrade.WarmUpSettings.Until;
import io.hotupgrade.autoconfigure.warmup.PipelineTarget.Place;

/**
 * The requests of the pipeline's warm-up, and how it is seen that nothing of the
 * application's own has answered them.
 */
final class PipelineRequests {

	/** The report has it. */
	static final String SOURCE = "pipeline";

	/**
	 * Header of a request: how it is to be answered. Means nothing in a request that is
	 * not one of the warm-up.
	 */
	static final String HEADER = "X-Hotupgrade-Pipeline";

	/** An object, by the application's converters. */
	static final String OBJECT = "object";

	/** A 404, by way of the error handling. */
	static final String ERROR = "error";

	/** Header of a response that is ours. */
	static final String ANSWER = "X-Hotupgrade-Answer";

	/** All was well. */
	static final String DONE = "done";

	private static final int OK = 200;

	private static final int NO_CONTENT = 204;

	private static final int NOT_FOUND = 404;

	/** The predecessor needs the processor, too. */
	private static final int REST_PERCENT = 100;

	private PipelineRequests() {
	}

	static WarmUpPart.Requests to(Place place, WarmUpSettings settings, Duration limit) {
		List<Repeated> requests = new ArrayList<>();
		requests.add(request(place.path(), OBJECT));
		if (place.errors()) {
			requests.add(request(place.path(), ERROR));
		}
		return new WarmUpPart.Requests(SOURCE, requests, sending(settings, limit), "");
	}

	/**
	 * What the report says where there are none.
	 */
	static WarmUpPart.Requests none(String why, WarmUpSettings settings, Duration limit) {
		return new WarmUpPart.Requests(SOURCE, List.of(), sending(settings, limit), "not sent: " + why);
	}

	/**
	 * {@code X-Requested-With} keeps Spring Security from saving a request for later, in
	 * a session, should it want a login against all expectation.
	 */
	private static Repeated request(String path, String kind) {
		WarmUpRequest request = new WarmUpRequest("GET", path,
				Map.of(HEADER, kind, "Accept", "application/json", "X-Requested-With", "XMLHttpRequest"), "");
		return new Repeated(request, Integer.MAX_VALUE, request + " (" + kind + ")");
	}

	private static Sending sending(WarmUpSettings settings, Duration limit) {
		return new Sending(1, Until.SETTLED, settings.window(), settings.tolerance(), limit, REST_PERCENT,
				PipelineRequests::unexpected, OnUnexpected.END);
	}

	private static Optional<String> unexpected(WarmUpRequest request, WarmUpResponse response) {
		String answer = response.header(ANSWER).orElse("by something else in its way");
		if (!answer.equals(DONE) || !isExpected(response.status(), ERROR.equals(request.headers().get(HEADER)))) {
			return Optional.of(Expectation.answeredWith(response) + " " + answer);
		}
		return response.header("Set-Cookie").map((cookie) -> "was answered with a cookie");
	}

	private static boolean isExpected(int status, boolean error) {
		return error ? status == NOT_FOUND : status == OK || status == NO_CONTENT;
	}

}
