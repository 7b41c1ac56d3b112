package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.apache.catalina.session.StandardManager;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of Tomcat that are kept in a file for restarts only.
 *
 * @since 0.1.0
 */
public final class TomcatSessions extends StandardManager {

	private final SessionFile file;

	/** Those from the file. */
	private final Set<String> restored = ConcurrentHashMap.newKeySet();

	private TomcatSessions(SessionFile file) {
		this.file = file;
	}

	/**
	 * Takes the place of Tomcat's own manager, if it keeps sessions in a file. To be
	 * called when Boot has configured the context.
	 * @param context the application's context
	 * @param file what may be done with the file
	 */
	public static void replace(Context context, SessionFile file) {
		if (context.getManager() instanceof StandardManager manager && manager.getClass() == StandardManager.class
				&& manager.getPathname() != null) {
			file.warn();
			TomcatSessions sessions = new TomcatSessions(file);
			sessions.setPathname(manager.getPathname());
			context.setManager(sessions);
		}
	}

	@Override
	public void load() throws ClassNotFoundException, IOException {
		if (this.file.isUsable()) {
			super.load();
			this.restored.addAll(this.sessions.keySet());
		}
	}

	@Override
	public void unload() throws IOException {
		if (this.file.isReplaceable()) {
			super.unload();
		}
	}

	/** A session from the file has expired where there is a predecessor. */
	@Override
	public @Nullable Session findSession(String id) throws IOException {
		Session session = super.findSession(id);
		if (session == null || !this.restored.contains(id) || this.file.isUsable()) {
			return session;
		}
		this.restored.remove(id);
		session.expire();
		return null;
	}

}
