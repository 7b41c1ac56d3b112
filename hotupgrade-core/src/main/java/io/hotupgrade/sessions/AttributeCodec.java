package io.hotupgrade.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Serialises attributes, each by itself, so that one that cannot be read does not take
 * the session with it; says so once for each class. Thread-safe.
 *
 * @since 0.1.0
 */
public final class AttributeCodec {

	private static final EngineLog logger = EngineLog.of(AttributeCodec.class);

	/** Against an exception whose text is another one each time. */
	private static final int MAX_TOLD = 100;

	private final ObjectInput input;

	private final Runnable onLoss;

	private final String kind;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * Creates it.
	 * @param input opens streams to read from
	 * @param onLoss called for each attribute that cannot be written or read
	 */
	public AttributeCodec(ObjectInput input, Runnable onLoss) {
		this(input, onLoss, "session attribute");
	}

	/**
	 * Creates one for something else that is serialised piece by piece.
	 * @param input opens streams to read from
	 * @param onLoss called for each piece that cannot be written or read
	 * @param kind what the log calls a piece, before its name
	 */
	public AttributeCodec(ObjectInput input, Runnable onLoss, String kind) {
		this.input = input;
		this.onLoss = onLoss;
		this.kind = kind;
	}

	/**
	 * Writes a value.
	 * @param name the attribute's name
	 * @param value the value
	 * @return the bytes; empty if it cannot be written
	 */
	public Optional<byte[]> write(String name, Object value) {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
				out.writeObject(value);
			}
			return Optional.of(bytes.toByteArray());
		}
		catch (IOException | RuntimeException | LinkageError | StackOverflowError ex) {
			lost(name, "cannot be written", ex, "make it and all that it refers to Serializable");
			return Optional.empty();
		}
	}

	/**
	 * Reads a value.
	 * @param name the attribute's name
	 * @param bytes the bytes
	 * @return the value; empty if it cannot be read
	 */
	public Optional<Object> read(String name, byte[] bytes) {
		try (ObjectInputStream in = this.input.open(new ByteArrayInputStream(bytes))) {
			return Optional.ofNullable(in.readObject());
		}
		catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError ex) {
			lost(name, "cannot be read", ex,
					"keep its class, with a serialVersionUID and without another type of a field, "
							+ "for as long as there are values of it");
			return Optional.empty();
		}
	}

	private void lost(String name, String why, Throwable ex, String remedy) {
		this.onLoss.run();
		if (this.told.size() < MAX_TOLD && this.told.add(ex.toString())) {
			logger.warn("The {} '{}' does not come along in an upgrade, because it {}: {}; {}", this.kind, name, why,
					ex.toString(), remedy);
		}
	}

}
