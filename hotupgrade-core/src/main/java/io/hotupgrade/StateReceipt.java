package io.hotupgrade;

/**
 * What an upgrade did to the application's {@linkplain StateHandover state}, as the
 * predecessor has counted it.
 *
 * @param handedOver states that the successor has read
 * @param returned states that have come back in a rollback
 * @param ignored states of the predecessor that the successor does not know
 * @param failed states that could not be written or read
 * @param bytes what was sent, both ways
 * @since 0.1.0
 */
public record StateReceipt(int handedOver, int returned, int ignored, int failed, long bytes) {

	/** Where there is no state. */
	public static final StateReceipt NONE = new StateReceipt(0, 0, 0, 0, 0);

}
