package io.hotupgrade.jetty;

import java.util.function.Consumer;

import io.hotupgrade.sessions.SessionAttributes;
import io.hotupgrade.sessions.SessionContent;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * A session of Jetty that another instance may ask for. Instances know it by the id that
 * the client has, which with Jetty has the worker's name at its end.
 */
final class SharedSession extends ManagedSession {

	private final SessionAttributes image;

	private final Consumer<SharedSession> onEnd;

	/** What the client has had from another instance, which may be no Jetty. */
	private volatile @Nullable String givenId;

	/**
	 * Whether another instance has it, while requests of this one may go on to use it.
	 */
	private volatile boolean detached;

	/**
	 * Creates it.
	 * @param manager its manager
	 * @param data what Jetty keeps of it
	 * @param image writes and reads its attributes
	 * @param onEnd told when it has ended
	 */
	SharedSession(SessionManager manager, SessionData data, SessionAttributes image, Consumer<SharedSession> onEnd) {
		super(manager, data);
		this.image = image;
		this.onEnd = onEnd;
	}

	@Override
	public String getExtendedId() {
		String given = this.givenId;
		return (given != null) ? given : super.getExtendedId();
	}

	/** Gets another id, and is known by what Jetty makes of that. */
	void rename() {
		this.givenId = null;
	}

	/** A request uses it. */
	void enter() {
		use();
	}

	@Override
	public void finishInvalidate() {
		super.finishInvalidate();
		this.onEnd.accept(this);
	}

	boolean isDetached() {
		return this.detached;
	}

	SessionContent content() {
		SessionData data = getSessionData();
		return new SessionContent(data.getCreated(), data.getAccessed(), getMaxInactiveInterval(), this._newSession,
				this.image.write(data.getAllAttributes()));
	}

	/** Becomes the session that another instance has given. */
	void become(String id, SessionContent content) {
		this.givenId = id;
		this._newSession = content.fresh();
		content.attributes().forEach(this::change);
		SessionData data = getSessionData();
		data.calcAndSetExpiry(content.accessedAt());
		setResident(true);
	}

	void change(String name, byte[] value) {
		this.image.change(name, value, getSessionData()::setAttribute);
	}

	void passivate() {
		AutoLock lock = lock();
		try {
			onSessionPassivation();
		}
		finally {
			lock.close();
		}
	}

	void activate() {
		AutoLock lock = lock();
		try {
			onSessionActivation();
		}
		finally {
			lock.close();
		}
	}

	/** Ends in time, if no request uses it: the timer looks at once when that is. */
	void schedule() {
		this._sessionInactivityTimer.schedule(0);
	}

	/** Does not end here. */
	void detach() {
		this.detached = true;
		this._sessionInactivityTimer.destroy();
	}

}
