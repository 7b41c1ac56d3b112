package io.hotupgrade.loadmeter.process;

/**
 * What the endpoint said to a request that changes something.
 *
 * @param status the HTTP status: 202 when it was accepted
 * @param body the body
 */
public record EndpointAnswer(int status, String body) {

	private static final int ACCEPTED = 202;

	/**
	 * The upgrade that has begun or is being aborted.
	 * @return the upgrade
	 * @throws IllegalStateException if the request was refused
	 */
	public UpgradeView upgrade() {
		if (this.status != ACCEPTED) {
			throw new IllegalStateException("The endpoint refused with status " + this.status + ": " + this.body);
		}
		return EndpointJson.read(this.body, UpgradeView.class);
	}

	/**
	 * Whether the request was refused for a certain reason.
	 * @param reason the reason, for scripts
	 * @return {@code false} also if it was accepted
	 */
	public boolean isRefused(String reason) {
		return this.status != ACCEPTED && reason.equals(refusal());
	}

	/**
	 * Why the request was refused.
	 * @return the reason, for scripts
	 */
	public String refusal() {
		return EndpointJson.read(this.body, Refusal.class).reason();
	}

	private record Refusal(String reason, String message) {

	}

}
