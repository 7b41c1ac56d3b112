package io.hotupgrade.sessions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What instances that share sessions say to each other.
 *
 * @param kind what it is about
 * @param id the session's id, but in a {@link Kind#HELLO} the key
 * @param number the number of a question, but in a {@link Kind#LEFT_HEARD} how many
 * attributes could not be read
 * @param body the session, or its late changes
 */
record SessionMessage(Kind kind, String id, long number, byte[] body) {

	private static final byte[] EMPTY = {};

	private static final int HEAD = 1 + Long.BYTES + Short.BYTES;

	SessionMessage(Kind kind, String id, long number) {
		this(kind, id, number, EMPTY);
	}

	/**
	 * The message as a frame: its length, and what it consists of.
	 */
	ByteBuffer encode() {
		byte[] name = this.id.getBytes(StandardCharsets.UTF_8);
		int length = HEAD + name.length + this.body.length;
		return ByteBuffer.allocate(Integer.BYTES + length)
			.putInt(length)
			.put((byte) this.kind.ordinal())
			.putLong(this.number)
			.putShort((short) name.length)
			.put(name)
			.put(this.body)
			.flip();
	}

	/**
	 * Reads a message.
	 * @param frame the frame, without its length
	 * @throws IOException if it is none
	 */
	static SessionMessage decode(ByteBuffer frame) throws IOException {
		if (frame.remaining() < HEAD) {
			throw new IOException("A message of " + frame.remaining() + " bytes is none");
		}
		int kind = Byte.toUnsignedInt(frame.get());
		long number = frame.getLong();
		byte[] name = new byte[Short.toUnsignedInt(frame.getShort())];
		if (frame.remaining() < name.length) {
			throw new IOException("A message's id is cut off");
		}
		frame.get(name);
		byte[] body = new byte[frame.remaining()];
		frame.get(body);
		return new SessionMessage(Kind.of(kind), new String(name, StandardCharsets.UTF_8), number, body);
	}

	/**
	 * What a message is about. Their order is the protocol: releases add to its end.
	 */
	enum Kind {

		/** The first message, of the one that has connected, with the key. */
		HELLO,

		/** Asks for a session. */
		ASK,

		/** Gives a session. */
		GIVE,

		/** A session that was asked for is not here. */
		NONE,

		/** A session was ended, or has another id. */
		DELETED,

		/** What requests have changed in a session after it was given. */
		LATE,

		/** All was given, and no more comes. */
		LEFT,

		/** All was received that was said before {@link #LEFT}. */
		LEFT_HEARD,

		/** Of a later release. */
		UNKNOWN;

		private static final Kind[] ALL = values();

		private static Kind of(int ordinal) {
			return (ordinal < UNKNOWN.ordinal()) ? ALL[ordinal] : UNKNOWN;
		}

	}

}
