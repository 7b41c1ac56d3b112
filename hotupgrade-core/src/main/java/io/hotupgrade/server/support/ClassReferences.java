package io.hotupgrade.server.support;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a class refers to, as its class file tells (JVMS, section 4.4). The JVM looks for
 * a method when it is called for the first time; who wants to know earlier has to read.
 */
final class ClassReferences {

	private static final int MAGIC = 0xCAFEBABE;

	private static final int UTF8 = 1;

	private static final int INTEGER = 3;

	private static final int FLOAT = 4;

	private static final int LONG = 5;

	private static final int DOUBLE = 6;

	private static final int CLASS = 7;

	private static final int STRING = 8;

	private static final int FIELD = 9;

	private static final int INTERFACE_METHOD = 11;

	private static final int NAME_AND_TYPE = 12;

	private static final int METHOD_HANDLE = 15;

	private static final int METHOD_HANDLE_LENGTH = 3;

	private static final int METHOD_TYPE = 16;

	private final String[] texts;

	private final int[] tags;

	private final int[] first;

	private final int[] second;

	private ClassReferences(int size) {
		this.texts = new String[size];
		this.tags = new int[size];
		this.first = new int[size];
		this.second = new int[size];
	}

	/**
	 * Reads a class file.
	 * @param classFile its content
	 * @return the references
	 * @throws IOException if it is none
	 */
	static ClassReferences read(InputStream classFile) throws IOException {
		DataInputStream in = new DataInputStream(classFile);
		if (in.readInt() != MAGIC) {
			throw new IOException("Not a class file");
		}
		in.readInt();
		int size = in.readUnsignedShort();
		ClassReferences references = new ClassReferences(size);
		for (int i = 1; i < size; i++) {
			int tag = in.readUnsignedByte();
			references.readEntry(i, tag, in);
			if (tag == LONG || tag == DOUBLE) {
				i++;
			}
		}
		return references;
	}

	private void readEntry(int index, int tag, DataInputStream in) throws IOException {
		this.tags[index] = tag;
		switch (tag) {
			case UTF8 -> this.texts[index] = in.readUTF();
			case INTEGER, FLOAT -> in.readInt();
			case LONG, DOUBLE -> in.readLong();
			case CLASS, STRING, METHOD_TYPE -> this.first[index] = in.readUnsignedShort();
			case METHOD_HANDLE -> in.skipBytes(METHOD_HANDLE_LENGTH);
			default -> {
				this.first[index] = in.readUnsignedShort();
				this.second[index] = in.readUnsignedShort();
			}
		}
	}

	/**
	 * The classes that are named.
	 * @return their binary names, without arrays
	 */
	List<String> classes() {
		List<String> names = new ArrayList<>();
		for (int i = 1; i < this.tags.length; i++) {
			if (this.tags[i] == CLASS && !className(i).startsWith("[")) {
				names.add(className(i));
			}
		}
		return names;
	}

	/**
	 * The methods, constructors and fields that are used.
	 * @return the members
	 */
	List<Member> members() {
		List<Member> members = new ArrayList<>();
		for (int i = 1; i < this.tags.length; i++) {
			if (this.tags[i] >= FIELD && this.tags[i] <= INTERFACE_METHOD) {
				int nameAndType = this.second[i];
				if (this.tags[nameAndType] == NAME_AND_TYPE) {
					members.add(new Member(className(this.first[i]), text(this.first[nameAndType]),
							text(this.second[nameAndType]), this.tags[i] == FIELD));
				}
			}
		}
		return members;
	}

	private String className(int index) {
		return text(this.first[index]).replace('/', '.');
	}

	private String text(int index) {
		return this.texts[index];
	}

	/**
	 * A member of a class.
	 *
	 * @param owner the class where the search begins
	 * @param name its name, {@code <init>} for a constructor
	 * @param descriptor its type
	 * @param field whether it is a field
	 */
	record Member(String owner, String name, String descriptor, boolean field) {

		@Override
		public String toString() {
			return this.owner + "." + this.name + (this.field ? "" : this.descriptor);
		}

	}

}
