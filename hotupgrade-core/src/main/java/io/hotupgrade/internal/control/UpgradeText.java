package io.hotupgrade.internal.control;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage.Progress;

/**
 * An upgrade as text that fits into an environment variable: what a successor knows of
 * its upgrade before it has spoken to anybody.
 */
public final class UpgradeText {

	private static final ControlCodec CODEC = new ControlCodec();

	private UpgradeText() {
	}

	/**
	 * Writes an upgrade.
	 * @param upgrade the upgrade
	 * @return letters, digits and a few signs
	 */
	public static String write(UpgradeRecord upgrade) {
		try {
			ByteBuffer frame = CODEC.encode(new Progress(upgrade)).position(Integer.BYTES);
			byte[] body = new byte[frame.remaining()];
			frame.get(body);
			return Base64.getUrlEncoder().withoutPadding().encodeToString(body);
		}
		catch (ControlProtocolException ex) {
			throw new IllegalArgumentException("An upgrade that begins is small, and this one is not: " + upgrade.id(),
					ex);
		}
	}

	/**
	 * Reads what this or another release has written.
	 * @param text the text, or anything else
	 * @return the upgrade; empty if it is none
	 */
	public static Optional<UpgradeRecord> read(String text) {
		try {
			ControlMessage message = CODEC.decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)));
			return (message instanceof Progress progress) ? Optional.of(progress.upgrade()) : Optional.empty();
		}
		catch (ControlProtocolException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
