package io.hotupgrade.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.hotupgrade.loadmeter.MeasuredRequest;
import io.hotupgrade.loadmeter.RequestObserver;

/**
 * Keeps every request. Thread-safe.
 */
final class RequestLog implements RequestObserver {

	private final List<MeasuredRequest> requests = new ArrayList<>();

	private final Set<String> answering = new HashSet<>();

	@Override
	public synchronized void ended(MeasuredRequest request) {
		this.requests.add(request);
		if (!request.outcome().isLost()) {
			this.answering.add(request.instance());
		}
	}

	/** The instances of which a good answer came. */
	synchronized Set<String> answering() {
		return Set.copyOf(this.answering);
	}

	synchronized List<MeasuredRequest> requests() {
		return List.copyOf(this.requests);
	}

}
