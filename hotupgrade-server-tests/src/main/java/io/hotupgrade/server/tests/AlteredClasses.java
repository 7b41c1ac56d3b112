package io.hotupgrade.server.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads a server and its adapter again, as if the server's version were another one: some
 * of its classes are not there, and some have a method less.
 *
 * @since 0.1.0
 */
public final class AlteredClasses extends ClassLoader {

	private final List<String> own;

	private final Map<String, String> renamed;

	private final Set<String> hidden;

	/**
	 * Creates a loader.
	 * @param from loads all classes as they are
	 * @param own beginnings of the names of the classes that are loaded again
	 * @param renamed a method by its class, which is to have another name wherever the
	 * class file names it
	 * @param hidden beginnings of the names of classes that are not there
	 */
	public AlteredClasses(ClassLoader from, List<String> own, Map<String, String> renamed, Set<String> hidden) {
		super(from);
		this.own = own;
		this.renamed = renamed;
		this.hidden = hidden;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (this.hidden.stream().anyMatch(name::startsWith)) {
			throw new ClassNotFoundException(name);
		}
		if (this.own.stream().noneMatch(name::startsWith)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (in == null) {
				throw new ClassNotFoundException(name);
			}
			byte[] classFile = in.readAllBytes();
			String method = this.renamed.get(name);
			if (method != null) {
				rename(classFile, method);
			}
			return defineClass(name, classFile, 0, classFile.length);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Gives every occurrence of the name an X at its end. */
	private static void rename(byte[] classFile, String method) {
		String text = new String(classFile, StandardCharsets.ISO_8859_1);
		String other = method.substring(0, method.length() - 1) + "X";
		byte[] altered = text.replace(method, other).getBytes(StandardCharsets.ISO_8859_1);
		System.arraycopy(altered, 0, classFile, 0, classFile.length);
	}

}
