package io.hotupgrade.tomcat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.hotupgrade.sessions.AttributeCodec;
import io.hotupgrade.sessions.SessionContent;
import org.apache.catalina.Manager;
import org.apache.catalina.session.StandardSession;

/**
 * A session of Tomcat that another instance may ask for. Requests pin it as long as they
 * use it.
 */
final class SharedSession extends StandardSession {

	private static final long serialVersionUID = 1L;

	private final transient Consumer<SharedSession> pin;

	private final transient Consumer<SharedSession> release;

	/** Attributes that this instance cannot read, and another one may. */
	private final transient Map<String, byte[]> unread = new ConcurrentHashMap<>();

	/** Requests that use it while it gets another id. */
	private transient int renamedBy;

	/**
	 * Creates it, without an id.
	 * @param manager its manager
	 * @param pin told that a request begins to use it
	 * @param release told that a request does not use it any more
	 */
	SharedSession(Manager manager, Consumer<SharedSession> pin, Consumer<SharedSession> release) {
		super(manager);
		this.pin = pin;
		this.release = release;
	}

	@Override
	public synchronized void access() {
		super.access();
		this.pin.accept(this);
	}

	@Override
	public synchronized void endAccess() {
		super.endAccess();
		this.release.accept(this);
	}

	/** Leaves the manager under one id, and comes back under the other. */
	@Override
	public synchronized void setId(String id, boolean notify) {
		super.setId(id, notify);
	}

	void left(int users) {
		this.renamedBy = users;
	}

	int takeUsers() {
		int users = this.renamedBy;
		this.renamedBy = 0;
		return users;
	}

	SessionContent content(AttributeCodec codec) {
		Map<String, byte[]> written = new LinkedHashMap<>(this.unread);
		this.attributes.forEach((name, value) -> {
			if (!exclude(name, value)) {
				codec.write(name, value).ifPresent((bytes) -> written.put(name, bytes));
			}
		});
		return new SessionContent(this.creationTime, this.thisAccessedTime, this.maxInactiveInterval, this.isNew,
				written);
	}

	/** Becomes the session that another instance has given. */
	void become(String givenId, SessionContent content, AttributeCodec codec) {
		this.id = givenId;
		this.creationTime = content.createdAt();
		this.thisAccessedTime = content.accessedAt();
		this.lastAccessedTime = content.accessedAt();
		this.maxInactiveInterval = content.maxInactiveSeconds();
		this.isNew = content.fresh();
		this.isValid = true;
		content.attributes().forEach((name, bytes) -> change(name, bytes, codec));
	}

	/** Changes an attribute as it was changed elsewhere: listeners were told there. */
	void change(String name, byte[] bytes, AttributeCodec codec) {
		this.unread.remove(name);
		if (bytes.length == 0) {
			this.attributes.remove(name);
			return;
		}
		codec.read(name, bytes)
			.ifPresentOrElse((value) -> this.attributes.put(name, value), () -> this.unread.put(name, bytes));
	}

}
