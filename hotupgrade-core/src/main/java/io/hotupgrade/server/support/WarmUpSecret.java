package io.hotupgrade.server.support;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What tells the requests on a private listener, to which any process of the machine can
 * connect, from those of others.
 *
 * @since 0.1.0
 */
public final class WarmUpSecret {

	/** {@value}: the header that each request has to have. */
	public static final String HEADER = "X-Hotupgrade-Secret";

	private static final int SECRET_BYTES = 32;

	private final String secret;

	/** Creates a secret that nobody else knows. */
	public WarmUpSecret() {
		byte[] random = new byte[SECRET_BYTES];
		new SecureRandom().nextBytes(random);
		this.secret = HexFormat.of().formatHex(random);
	}

	/**
	 * What each request has to have.
	 * @return names and values of headers
	 */
	public Map<String, String> headers() {
		return Map.of(HEADER, this.secret);
	}

	/**
	 * Whether a request knows the secret. Takes the same time whatever it has.
	 * @param given the header's value, or {@code null} if the request has none
	 * @return whether it is the secret
	 */
	public boolean matches(@Nullable String given) {
		return given != null && MessageDigest.isEqual(bytes(given), bytes(this.secret));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
