package io.hotupgrade.server.support;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hotupgrade.server.support.ClassReferences.Member;

/**
 * Whether an adapter fits the server that is there. It overrides and calls what is the
 * server's own affair, and may change with any version: what is missing has to show
 * before the first connection, and not in the middle of a request. What is overridden is
 * always called, too.
 *
 * @since 0.1.0
 */
public final class Linkage {

	private final List<String> server;

	private final List<String> adapter;

	private final ClassLoader loader;

	private final Set<String> seen = new LinkedHashSet<>();

	private final Set<String> optional;

	/**
	 * Creates a check.
	 * @param loader where the adapter and the server are
	 * @param server what the names of the server's classes begin with
	 * @param adapter what those of the adapter's begin with, also where these would be
	 * the server's
	 * @param optional classes of the adapter's that are used only where they link
	 */
	public Linkage(ClassLoader loader, List<String> server, List<String> adapter, Set<String> optional) {
		this.loader = loader;
		this.server = List.copyOf(server);
		this.adapter = List.copyOf(adapter);
		this.optional = optional;
	}

	/**
	 * Looks at a class and all of the adapter's that it leads to.
	 * @param start name of the first class
	 * @return what is missing or different, or nothing
	 */
	public Optional<String> obstacle(String start) {
		try {
			check(start);
			return Optional.empty();
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return Optional.of(ex.toString());
		}
		catch (IOException ex) {
			// Whoever hides class files, a native image for instance, has linked them.
			return Optional.empty();
		}
	}

	private void check(String name) throws ReflectiveOperationException, IOException {
		if (!this.seen.add(name)) {
			return;
		}
		Class<?> type = Class.forName(name, true, this.loader);
		ClassReferences references = read(type);
		checkImplemented(type);
		for (Member member : references.members()) {
			// What the adapter's own classes inherit goes by their own names.
			if (isOfTheServer(member.owner()) || isNeeded(member.owner())) {
				find(member, type);
			}
		}
		for (String referred : references.classes()) {
			if (isNeeded(referred)) {
				check(referred);
			}
		}
	}

	private boolean isOfTheServer(String name) {
		return this.server.stream().anyMatch(name::startsWith) && !isOfTheAdapter(name);
	}

	private boolean isNeeded(String name) {
		return isOfTheAdapter(name) && !this.optional.contains(name);
	}

	private boolean isOfTheAdapter(String name) {
		return this.adapter.stream().anyMatch(name::startsWith);
	}

	private ClassReferences read(Class<?> type) throws IOException {
		try (InputStream in = type.getResourceAsStream(type.getName().replaceFirst(".*\\.", "") + ".class")) {
			if (in == null) {
				throw new IOException("There is no class file of " + type);
			}
			return ClassReferences.read(in);
		}
	}

	/** A method that an interface has got since would fail when it is called. */
	private static void checkImplemented(Class<?> type) throws NoSuchMethodException {
		if (Modifier.isAbstract(type.getModifiers())) {
			return;
		}
		for (Method method : type.getMethods()) {
			if (Modifier.isAbstract(method.getModifiers())) {
				throw new NoSuchMethodException(type.getName() + " does not implement " + method);
			}
		}
	}

	private void find(Member member, Class<?> user) throws ReflectiveOperationException {
		Class<?> owner = Class.forName(member.owner(), false, this.loader);
		MethodType type = MethodType
			.fromMethodDescriptorString(member.field() ? "()" + member.descriptor() : member.descriptor(), this.loader);
		if (member.name().equals("<init>")) {
			checkAccess(owner.getDeclaredConstructor(type.parameterArray()), user, member);
		}
		else if (!found(member, type, owner, user)) {
			throw new NoSuchMethodException(member.toString());
		}
	}

	private static boolean found(Member member, MethodType type, Class<?> owner, Class<?> user) {
		if (owner == null) {
			return false;
		}
		boolean here = member.field()
				? Arrays.stream(owner.getDeclaredFields())
					.anyMatch((field) -> isField(field, member, type) && isAccessible(field, user))
				: Arrays.stream(owner.getDeclaredMethods())
					.anyMatch((method) -> isMethod(method, member, type) && isAccessible(method, user));
		return here || found(member, type, owner.getSuperclass(), user)
				|| Arrays.stream(owner.getInterfaces()).anyMatch((parent) -> found(member, type, parent, user));
	}

	private static boolean isField(Field field, Member member, MethodType type) {
		return field.getName().equals(member.name()) && field.getType() == type.returnType();
	}

	private static boolean isMethod(Method method, Member member, MethodType type) {
		return method.getName().equals(member.name()) && method.getReturnType() == type.returnType()
				&& Arrays.equals(method.getParameterTypes(), type.parameterArray());
	}

	private static void checkAccess(Executable constructor, Class<?> user, Member member)
			throws IllegalAccessException {
		if (!isAccessible(constructor, user)) {
			throw new IllegalAccessException(member.toString());
		}
	}

	private static boolean isAccessible(java.lang.reflect.Member member, Class<?> user) {
		Class<?> owner = member.getDeclaringClass();
		if (Modifier.isPrivate(member.getModifiers())) {
			return owner.getNestHost() == user.getNestHost();
		}
		return Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers())
				|| owner.getPackageName().equals(user.getPackageName());
	}

}
