package io.hotupgrade.exclusive;

import java.time.Duration;
import java.util.List;

/**
 * What the application has that cannot exist twice, and the requests that need it.
 * Methods are called one at a time, on a thread that may be blocked, unless they say
 * something else.
 *
 * @since 0.1.0
 */
public interface ResourceHolder {

	/** There is nothing of the kind. */
	ResourceHolder NONE = new ResourceHolder() {

		@Override
		public List<String> names() {
			return List.of();
		}

		@Override
		public void release(Duration limit) {
		}

		@Override
		public void sendOn(Entrance entrance) {
		}

		@Override
		public void hold() {
		}

		@Override
		public void takeBack() {
		}

		@Override
		public RequestTally tally() {
			return RequestTally.NONE;
		}

	};

	/**
	 * What there is. May be called from any thread.
	 * @return names of beans
	 */
	List<String> names();

	/**
	 * Holds requests, waits for those that are being served, and lets go of what this
	 * instance still has.
	 * @param limit how long at most
	 * @throws Exception if that is not possible; what was let go of before that is not
	 * taken back
	 */
	void release(Duration limit) throws Exception;

	/**
	 * The successor has taken over: requests that come here are served by it.
	 * @param entrance where it takes them
	 */
	void sendOn(Entrance entrance);

	/**
	 * The successor does not keep what it has: requests wait again.
	 */
	void hold();

	/**
	 * Takes back what was let go of, and then serves requests again.
	 * @throws Exception if something is not back; requests are refused then
	 */
	void takeBack() throws Exception;

	/**
	 * What became of requests. May be called from any thread.
	 * @return the numbers, which never fall
	 */
	RequestTally tally();

}
