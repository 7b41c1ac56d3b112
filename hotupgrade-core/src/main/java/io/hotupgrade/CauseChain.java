package io.hotupgrade;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells a failure with all its causes in a few words, from the outermost to the
 * innermost. Many an exception repeats in its own message what its cause says: that is
 * left out there.
 *
 * @since 0.1.0
 */
public final class CauseChain {

	private static final int MAX_CAUSES = 30;

	private static final int MAX_PART = 300;

	private static final String CUT = "...";

	private static final String SEPARATOR = ": ";

	/** What leads to a cause's message within that of another. */
	private static final Pattern TRANSITION = Pattern
		.compile("(,? *\\bcause|; nested exception is| threw exception with message)?[\\s:,;]*[\"'(\\[]?$");

	private final List<Throwable> chain = new ArrayList<>();

	private final Function<Throwable, Optional<String>> words;

	private CauseChain(Throwable failure, Function<Throwable, Optional<String>> words) {
		this.words = words;
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Throwable next = failure;
		while (next != null && seen.add(next) && seen.size() <= MAX_CAUSES) {
			this.chain.add(next);
			next = next.getCause();
		}
	}

	/**
	 * Describes a failure.
	 * @param failure the failure
	 * @return its message, those of its causes and the type of the innermost
	 */
	public static String describe(Throwable failure) {
		return describe(failure, (any) -> Optional.empty());
	}

	/**
	 * Describes a failure.
	 * @param failure the failure
	 * @param words what to say in place of an exception's own message; empty for that
	 * message
	 * @return its message, those of its causes and the type of the innermost
	 */
	public static String describe(Throwable failure, Function<Throwable, Optional<String>> words) {
		return new CauseChain(failure, words).describe();
	}

	private String describe() {
		List<String> parts = new ArrayList<>();
		for (int i = 0; i < this.chain.size(); i++) {
			String part = part(i);
			boolean said = parts.stream().anyMatch((earlier) -> earlier.equals(part));
			if (!part.isEmpty() && !said) {
				parts.add(part);
			}
		}
		return String.join(SEPARATOR, parts);
	}

	private String part(int index) {
		Throwable exception = this.chain.get(index);
		Optional<String> instead = this.words.apply(exception);
		if (index == this.chain.size() - 1) {
			return instead.filter((text) -> !text.isEmpty()).map((text) -> text + SEPARATOR).orElse("")
					+ oneLine(exception.toString());
		}
		return cut(oneLine(instead.orElseGet(() -> ownMessage(exception, index))));
	}

	/** Up to where it begins to tell a cause. */
	private String ownMessage(Throwable exception, int index) {
		String message = Optional.ofNullable(exception.getMessage()).orElse("");
		int end = this.chain.subList(index + 1, this.chain.size())
			.stream()
			.flatMap((cause) -> Stream.of(cause.toString(), String.valueOf(cause.getMessage())))
			.filter((told) -> !told.isBlank())
			.mapToInt(message::indexOf)
			.filter((position) -> position >= 0)
			.min()
			.orElse(-1);
		return (end < 0) ? message : TRANSITION.matcher(message.substring(0, end)).replaceFirst("");
	}

	private static String oneLine(String text) {
		return text.strip().replaceAll("\\s+", " ");
	}

	private static String cut(String text) {
		return (text.length() <= MAX_PART) ? text : text.substring(0, MAX_PART) + CUT;
	}

}
