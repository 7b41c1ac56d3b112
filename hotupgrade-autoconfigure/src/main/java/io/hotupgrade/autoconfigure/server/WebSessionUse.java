package io.hotupgrade.autoconfigure.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * What a request of WebFlux does with sessions, until it ends, however it ends.
 * Thread-safe.
 */
final class WebSessionUse {

	private final ServerHttpResponse response;

	private final Executor executor;

	private final List<Runnable> releases = new ArrayList<>();

	private boolean ended;

	/**
	 * Creates it.
	 * @param response the response
	 * @param executor where the request goes on that has waited for a session
	 */
	WebSessionUse(ServerHttpResponse response, Executor executor) {
		this.response = response;
		this.executor = executor;
	}

	Executor executor() {
		return this.executor;
	}

	/** Runs something when the request ends, or now, if it has. */
	void atEnd(Runnable release) {
		synchronized (this.releases) {
			if (!this.ended) {
				this.releases.add(release);
				return;
			}
		}
		release.run();
	}

	void retryAfter(String seconds) {
		if (!this.response.isCommitted()) {
			this.response.getHeaders().set(HttpHeaders.RETRY_AFTER, seconds);
		}
	}

	void end() {
		List<Runnable> all;
		synchronized (this.releases) {
			this.ended = true;
			all = List.copyOf(this.releases);
		}
		all.forEach(Runnable::run);
	}

}
