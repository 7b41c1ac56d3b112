package io.hotupgrade.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What requests have changed in a session after it was given away. An empty value stands
 * for an attribute that is not there.
 *
 * @param before the attributes concerned, as they were given
 * @param after the same as they are now
 */
record LateChanges(Map<String, byte[]> before, Map<String, byte[]> after) {

	private static final byte[] NOTHING = {};

	static LateChanges between(Map<String, byte[]> given, Map<String, byte[]> now) {
		LateChanges changes = new LateChanges(new LinkedHashMap<>(), new LinkedHashMap<>());
		TreeSet<String> names = new TreeSet<>(given.keySet());
		names.addAll(now.keySet());
		for (String name : names) {
			byte[] before = given.getOrDefault(name, NOTHING);
			byte[] after = now.getOrDefault(name, NOTHING);
			if (!Arrays.equals(before, after)) {
				changes.before.put(name, before);
				changes.after.put(name, after);
			}
		}
		return changes;
	}

	/**
	 * Makes the changes where the owner has made none itself.
	 * @param current the owner's attributes
	 * @param change changes one
	 */
	void applyTo(Map<String, byte[]> current, BiConsumer<String, byte[]> change) {
		this.after.forEach((name, value) -> {
			if (Arrays.equals(current.getOrDefault(name, NOTHING), this.before.getOrDefault(name, NOTHING))) {
				change.accept(name, value);
			}
		});
	}

	boolean isEmpty() {
		return this.after.isEmpty();
	}

	byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			DataOutputStream out = new DataOutputStream(bytes);
			SessionContent.writeAttributes(this.before, out);
			SessionContent.writeAttributes(this.after, out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static LateChanges decode(byte[] bytes) throws IOException {
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
		return new LateChanges(SessionContent.readAttributes(in), SessionContent.readAttributes(in));
	}

}
