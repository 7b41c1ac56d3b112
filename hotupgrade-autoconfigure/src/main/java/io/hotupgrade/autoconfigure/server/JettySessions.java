package io.hotupgrade.autoconfigure.server;

import org.eclipse.jetty.session.FileSessionDataStore;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of Jetty that are kept in files for restarts only. Jetty writes one at the end
 * of each request, and all when it stops: a predecessor would overwrite what its
 * successor knows better.
 *
 * @since 0.1.0
 */
public final class JettySessions extends FileSessionDataStore {

	private final SessionFile file;

	private JettySessions(SessionFile file) {
		this.file = file;
	}

	/**
	 * Takes the place of Jetty's own store, if it keeps sessions in files. To be called
	 * when Boot has configured the sessions.
	 * @param sessions the application's sessions
	 * @param file what may be done with the files
	 */
	public static void replace(SessionManager sessions, SessionFile file) {
		SessionCache cache = sessions.getSessionCache();
		if (cache != null && cache.getSessionDataStore() instanceof FileSessionDataStore store
				&& store.getClass() == FileSessionDataStore.class) {
			file.warn();
			JettySessions replacement = new JettySessions(file);
			replacement.setStoreDir(store.getStoreDir());
			cache.setSessionDataStore(replacement);
		}
	}

	@Override
	public @Nullable SessionData load(String id) throws Exception {
		return this.file.isUsable() ? super.load(id) : null;
	}

	@Override
	public boolean exists(String id) throws Exception {
		return this.file.isUsable() && super.exists(id);
	}

	/** What is not stored now is when the next request ends, or the server stops. */
	@Override
	public void store(String id, SessionData data) throws Exception {
		if (this.file.isReplaceable()) {
			super.store(id, data);
		}
	}

}
