package io.hotupgrade.state;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.StateHandover;
import io.hotupgrade.internal.log.EngineLog;

/**
 * A connection over which states pass, in one direction, for a limited time. The one that
 * has connected says the key, what it wants and which states it knows; the other one
 * answers with those that it knows. Then one of them writes those that both know, and the
 * other says of each whether it has been read. Used by one thread, but to close it.
 */
final class StateConnection implements Closeable {

	private static final EngineLog logger = EngineLog.of(StateConnection.class);

	/** No application has as many; a peer that says so is none. */
	private static final int MAX_NAMES = 1000;

	private final SocketChannel channel;

	private final Duration limit;

	private final DataInputStream in;

	private final DataOutputStream out;

	private volatile boolean late;

	StateConnection(SocketChannel channel, Duration limit) {
		this.channel = channel;
		this.limit = limit;
		this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
		this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
		CompletableFuture.delayedExecutor(limit.toNanos(), TimeUnit.NANOSECONDS).execute(this::timeOver);
	}

	private void timeOver() {
		this.late = true;
		close();
	}

	void sayHello(String key, Purpose purpose, Collection<StateHandover> known) throws IOException {
		this.out.writeUTF(key);
		this.out.writeByte(purpose.ordinal());
		sayNames(known);
	}

	String readKey() throws IOException {
		return this.in.readUTF();
	}

	Purpose readPurpose() throws IOException {
		return Purpose.values()[Objects.checkIndex(this.in.readUnsignedByte(), Purpose.values().length)];
	}

	void sayNames(Collection<StateHandover> known) throws IOException {
		this.out.writeInt(known.size());
		for (StateHandover state : known) {
			this.out.writeUTF(state.name());
		}
		this.out.flush();
	}

	List<String> readNames() throws IOException {
		int number = Objects.checkIndex(this.in.readInt(), MAX_NAMES);
		List<String> names = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			names.add(this.in.readUTF());
		}
		return names;
	}

	/**
	 * Writes states, and waits until the other instance has read them.
	 * @param maxSize beyond which a state is broken off, in bytes
	 * @param results is told of each
	 */
	void write(Collection<StateHandover> states, long maxSize, Results results) throws IOException {
		for (StateHandover state : states) {
			this.out.writeUTF(state.name());
			this.out.writeInt(state.version());
			ChunkedOutput body = new ChunkedOutput(this.out, maxSize);
			boolean written = write(state, body);
			boolean read = this.in.readBoolean();
			results.passed(state.name(), written && read, body.size());
			if (written && !read) {
				logger.warn("The other instance could not read the state '{}' (version {}); its log says why",
						state.name(), state.version());
			}
		}
		this.out.writeUTF("");
		this.out.flush();
	}

	private boolean write(StateHandover state, ChunkedOutput body) throws IOException {
		try {
			state.write(body);
			body.complete();
			return true;
		}
		catch (IOException | RuntimeException | LinkageError | StackOverflowError ex) {
			if (this.late) {
				throw new IOException("It took longer", ex);
			}
			logger.warn("The state '{}' does not pass on, because this instance cannot write it; repair its "
					+ "StateHandover", state.name(), ex);
			body.breakOff();
			return false;
		}
	}

	/**
	 * Reads what the other instance writes.
	 * @param states what may come
	 * @param results is told of each
	 */
	void read(Collection<StateHandover> states, Results results) throws IOException {
		for (String name = this.in.readUTF(); !name.isEmpty(); name = this.in.readUTF()) {
			int version = this.in.readInt();
			ChunkedInput body = new ChunkedInput(this.in);
			boolean read = read(find(states, name), version, body);
			boolean complete = body.toEnd();
			this.out.writeBoolean(read);
			this.out.flush();
			results.passed(name, read && complete, body.size());
		}
	}

	private static StateHandover find(Collection<StateHandover> states, String name) throws IOException {
		return states.stream()
			.filter((state) -> state.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IOException("A state that was not agreed on is written: " + name));
	}

	private boolean read(StateHandover state, int version, ChunkedInput body) throws IOException {
		try {
			state.read(body, version);
			return true;
		}
		catch (IOException | RuntimeException | LinkageError | StackOverflowError ex) {
			if (this.late) {
				throw new IOException("It took longer", ex);
			}
			logger.warn(
					"The state '{}' of the other instance (version {}, here {}) does not come along, because this "
							+ "instance cannot read it; let its StateHandover read that version",
					state.name(), version, state.version(), ex);
			return false;
		}
	}

	/**
	 * Says why it has ended before its time.
	 * @param ex what has happened
	 * @return the same for people
	 */
	String explain(Exception ex) {
		return this.late ? "it took longer than " + this.limit + "; give it more time with hotupgrade.state.timeout"
				: ex.toString();
	}

	/** Ends it at once, whoever waits for it. */
	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("A connection for state cannot be closed", ex);
		}
	}

	/**
	 * Is told what becomes of states.
	 */
	@FunctionalInterface
	interface Results {

		/**
		 * A state was written, or read.
		 * @param name its name
		 * @param well whether both sides have succeeded, as far as this one knows
		 * @param bytes how much has passed
		 */
		void passed(String name, boolean well, long bytes);

	}

}
