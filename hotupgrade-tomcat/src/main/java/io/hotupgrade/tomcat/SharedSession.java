package io.hotupgrade.tomcat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.hotupgrade.sessions.SessionAttributes;
import io.hotupgrade.sessions.SessionContent;
import org.apache.catalina.Manager;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/**
 * A session of Tomcat that another instance may ask for. Requests pin it as long as they
 * use it.
 */
final class SharedSession extends StandardSession {

	private static final long serialVersionUID = 1L;

	private final transient Consumer<SharedSession> pin;

	private final transient Consumer<SharedSession> release;

	private final transient SessionAttributes image;

	/** Requests that use it while it gets another id. */
	private transient int renamedBy;

	/**
	 * Creates it, without an id.
	 * @param manager its manager
	 * @param image writes and reads its attributes
	 * @param pin told that a request begins to use it
	 * @param release told that a request does not use it any more
	 */
	SharedSession(Manager manager, SessionAttributes image, Consumer<SharedSession> pin,
			Consumer<SharedSession> release) {
		super(manager);
		this.image = image;
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

	SessionContent content() {
		Map<String, Object> distributable = new LinkedHashMap<>(this.attributes);
		distributable.entrySet().removeIf((attribute) -> exclude(attribute.getKey(), attribute.getValue()));
		return new SessionContent(this.creationTime, this.thisAccessedTime, this.maxInactiveInterval, this.isNew,
				this.image.write(distributable));
	}

	/** Becomes the session that another instance has given. */
	void become(String givenId, SessionContent content) {
		this.id = givenId;
		this.creationTime = content.createdAt();
		this.thisAccessedTime = content.accessedAt();
		this.lastAccessedTime = content.accessedAt();
		this.maxInactiveInterval = content.maxInactiveSeconds();
		this.isNew = content.fresh();
		this.isValid = true;
		content.attributes().forEach(this::change);
	}

	void change(String name, byte[] bytes) {
		this.image.change(name, bytes, this::put);
	}

	/** Without the listeners, unlike {@link #setAttribute}. */
	private void put(String name, @Nullable Object value) {
		if (value != null) {
			this.attributes.put(name, value);
		}
		else {
			this.attributes.remove(name);
		}
	}

}
