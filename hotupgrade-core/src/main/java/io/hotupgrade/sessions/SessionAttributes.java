package io.hotupgrade.sessions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * How the attributes of one session are written and read. Those that this instance cannot
 * read stay with the session as they are: another one may. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SessionAttributes {

	private final AttributeCodec codec;

	private final Map<String, byte[]> unread = new ConcurrentHashMap<>();

	/**
	 * Creates those of a session.
	 * @param codec writes and reads values
	 */
	public SessionAttributes(AttributeCodec codec) {
		this.codec = codec;
	}

	/**
	 * Writes all.
	 * @param values what the container has
	 * @return the values as bytes, without those that cannot be written
	 */
	public Map<String, byte[]> write(Map<String, Object> values) {
		Map<String, byte[]> written = new LinkedHashMap<>(this.unread);
		values.forEach((name, value) -> this.codec.write(name, value).ifPresent((bytes) -> written.put(name, bytes)));
		return written;
	}

	/**
	 * Changes one as it was changed elsewhere. Listeners were told there.
	 * @param name its name
	 * @param bytes the value, as {@link #write} writes it; empty to remove it
	 * @param values where to change it: sets a value, or removes it where it is
	 * {@code null}
	 */
	public void change(String name, byte[] bytes, BiConsumer<String, @Nullable Object> values) {
		this.unread.remove(name);
		Optional<Object> value = (bytes.length > 0) ? this.codec.read(name, bytes) : Optional.empty();
		if (value.isEmpty() && bytes.length > 0) {
			this.unread.put(name, bytes);
		}
		else {
			values.accept(name, value.orElse(null));
		}
	}

}
