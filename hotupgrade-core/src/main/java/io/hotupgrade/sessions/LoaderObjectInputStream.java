package io.hotupgrade.sessions;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/**
 * Finds classes with a class loader of the application, as the one on the stack is that
 * of this library.
 */
final class LoaderObjectInputStream extends ObjectInputStream {

	private final ClassLoader loader;

	LoaderObjectInputStream(InputStream in, ClassLoader loader) throws IOException {
		super(in);
		this.loader = loader;
	}

	@Override
	protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
		try {
			return Class.forName(description.getName(), false, this.loader);
		}
		catch (ClassNotFoundException ex) {
			// Knows those of primitive types.
			return super.resolveClass(description);
		}
	}

	@Override
	protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
		Class<?>[] types = new Class<?>[interfaces.length];
		for (int i = 0; i < interfaces.length; i++) {
			types[i] = Class.forName(interfaces[i], false, this.loader);
		}
		return Proxy.newProxyInstance(this.loader, types, (proxy, method, arguments) -> null).getClass();
	}

}
