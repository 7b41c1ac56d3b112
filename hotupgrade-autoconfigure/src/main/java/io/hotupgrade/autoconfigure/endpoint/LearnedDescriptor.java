package io.hotupgrade.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hotupgrade.LearnedRequest;
import io.hotupgrade.LearnedRequests;
import io.hotupgrade.LearnedRequests.LeftOut;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint tells of what an instance has learned of its clients' requests.
 *
 * @param learning whether it learns
 * @param requests what a successor that were launched now would be given to warm up with,
 * the most frequent first
 * @param leftOut how many requests were looked at and not learned, by the reason
 * @since 0.1.0
 */
public record LearnedDescriptor(boolean learning, List<RequestDescriptor> requests,
		Map<LeftOut, Long> leftOut) implements OperationResponseBody {

	static LearnedDescriptor of(LearnedRequests learned) {
		return new LearnedDescriptor(learned.learning(),
				learned.requests().stream().map(RequestDescriptor::of).toList(), new TreeMap<>(learned.leftOut()));
	}

	/**
	 * One of the requests.
	 *
	 * @param path path and query
	 * @param accept its {@code Accept}, or an empty string
	 * @param pattern the pattern of the handler that answers, or the path
	 * @param percent how often it comes beside the others
	 */
	public record RequestDescriptor(String path, String accept, String pattern, double percent) {

		private static final double ONE_PERCENT = 100;

		static RequestDescriptor of(LearnedRequest request) {
			return new RequestDescriptor(request.path(), request.accept(), request.pattern(),
					request.weight() / ONE_PERCENT);
		}

	}

}
