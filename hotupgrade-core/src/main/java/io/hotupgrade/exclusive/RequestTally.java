package io.hotupgrade.exclusive;

/**
 * What became of requests that need what cannot exist twice, since the process began.
 *
 * @param held those that had to wait
 * @param forwarded those that the successor has served
 * @param refused those that were refused
 * @since 0.1.0
 */
public record RequestTally(long held, long forwarded, long refused) {

	/** Where there were none. */
	public static final RequestTally NONE = new RequestTally(0, 0, 0);

	/**
	 * What has come since another tally.
	 * @param before the other tally
	 * @return the differences
	 */
	public RequestTally since(RequestTally before) {
		return new RequestTally(this.held - before.held, this.forwarded - before.forwarded,
				this.refused - before.refused);
	}

}
