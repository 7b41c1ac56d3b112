package io.hotupgrade.server.learn;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells what looks like a secret in a path or query: parameters that are called so, and
 * random characters in a row. A guess, which may err on either side.
 */
final class SecretLook {

	private static final Pattern SECRET_NAME = Pattern
		.compile(".*(token|secret|passw|passphrase|signature|credential|session|apikey|accesskey|jwt|auth(?!or)).*"
				+ "|key|code|sig|sid|state|nonce|ticket|otp|pin|pwd|email|user|username");

	/** Of hexadecimal digits 128 bits in a row; a UUID has hyphens. */
	private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{32}");

	private static final Pattern WORD = Pattern.compile("[^A-Za-z0-9_-]");

	private static final int RANDOM_LENGTH = 20;

	private SecretLook() {
	}

	static boolean has(String target) {
		int query = target.indexOf('?');
		return target.indexOf(';') >= 0 || HEXADECIMAL.matcher(target).find()
				|| WORD.splitAsStream(target).anyMatch(SecretLook::isRandom)
				|| query >= 0 && Arrays.stream(target.substring(query + 1).split("&")).anyMatch(SecretLook::isCalledSo);
	}

	private static boolean isCalledSo(String parameter) {
		int value = parameter.indexOf('=');
		String name = (value >= 0) ? parameter.substring(0, value) : parameter;
		return name.indexOf('%') >= 0
				|| SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "")).matches();
	}

	/** Words have no mixture of capitals, small letters and digits at this length. */
	private static boolean isRandom(String word) {
		return word.length() >= RANDOM_LENGTH && word.chars().anyMatch(Character::isUpperCase)
				&& word.chars().anyMatch(Character::isLowerCase) && word.chars().anyMatch(Character::isDigit);
	}

}
