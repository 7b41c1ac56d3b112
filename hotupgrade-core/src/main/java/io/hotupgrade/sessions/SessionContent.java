package io.hotupgrade.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a session consists of, each attribute by itself, so that one that cannot be read
 * does not take the others with it.
 *
 * @param createdAt when it was created, in milliseconds of the epoch
 * @param accessedAt when it was last used, the same
 * @param maxInactiveSeconds how long it lives without being used; none or less is for
 * ever
 * @param fresh whether the client does not know of it yet
 * @param attributes the attributes' values, serialised
 * @since 0.1.0
 */
public record SessionContent(long createdAt, long accessedAt, int maxInactiveSeconds, boolean fresh,
		Map<String, byte[]> attributes) {

	/**
	 * The same for a stream.
	 * @return the bytes
	 */
	byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			DataOutputStream out = new DataOutputStream(bytes);
			out.writeLong(this.createdAt);
			out.writeLong(this.accessedAt);
			out.writeInt(this.maxInactiveSeconds);
			out.writeBoolean(this.fresh);
			writeAttributes(this.attributes, out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static SessionContent decode(byte[] bytes) throws IOException {
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
		return new SessionContent(in.readLong(), in.readLong(), in.readInt(), in.readBoolean(), readAttributes(in));
	}

	static void writeAttributes(Map<String, byte[]> attributes, DataOutputStream out) throws IOException {
		out.writeInt(attributes.size());
		for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
			out.writeUTF(attribute.getKey());
			out.writeInt(attribute.getValue().length);
			out.write(attribute.getValue());
		}
	}

	static Map<String, byte[]> readAttributes(DataInputStream in) throws IOException {
		Map<String, byte[]> attributes = new LinkedHashMap<>();
		int count = in.readInt();
		for (int i = 0; i < count; i++) {
			String name = in.readUTF();
			int length = in.readInt();
			byte[] value = in.readNBytes(length);
			if (value.length < length) {
				throw new IOException("The attribute " + name + " is cut off");
			}
			attributes.put(name, value);
		}
		return attributes;
	}

}
