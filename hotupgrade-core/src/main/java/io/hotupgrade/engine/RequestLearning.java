package io.hotupgrade.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.LearnedRequests;
import io.hotupgrade.server.learn.RequestRecorder;

/**
 * What this instance learns of its clients' requests, and what its predecessor has
 * learned and told. Thread-safe.
 */
final class RequestLearning {

	private final RequestRecorder recorder = new RequestRecorder();

	/** Those of servers that are not warmed up never learn. */
	private final Map<String, RequestRecorder> idle = new ConcurrentHashMap<>();

	private final AtomicReference<String> warmedUp = new AtomicReference<>();

	private volatile List<LearnedRequest> inherited = List.of();

	/**
	 * Finds where the requests of a server are learned. A management server on a port of
	 * its own asks after the server that is warmed up.
	 * @param server the server's name
	 * @return the recorder
	 */
	RequestRecorder recorder(String server) {
		this.warmedUp.compareAndSet(null, server);
		return server.equals(this.warmedUp.get()) ? this.recorder
				: this.idle.computeIfAbsent(server, (name) -> new RequestRecorder());
	}

	void start(LearnSettings settings) {
		this.recorder.start(settings);
	}

	LearnedRequests learned() {
		return this.recorder.learned();
	}

	/**
	 * Takes what the predecessor has learned.
	 * @param requests the requests, of which this process, too, wants to be sure that
	 * they are no more than that
	 */
	void inherit(List<LearnedRequest> requests) {
		this.inherited = requests.stream().filter(LearnedRequest::isSendable).limit(LearnSettings.MAX_LIMIT).toList();
	}

	/**
	 * What the predecessor has learned.
	 * @return the requests, the most frequent first; empty if it has told none
	 */
	List<LearnedRequest> inherited() {
		return this.inherited;
	}

}
