package io.hotupgrade.loadmeter;

/**
 * Is told of each request that has ended.
 */
@FunctionalInterface
public interface RequestObserver {

	/** Does nothing. */
	RequestObserver NONE = (request) -> {
	};

	/**
	 * A request has ended. Called by load threads, one at a time and in order of ending;
	 * all of them wait meanwhile.
	 * @param request the request
	 */
	void ended(MeasuredRequest request);

}
