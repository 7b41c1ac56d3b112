package io.hotupgrade.engine;

import io.hotupgrade.sessions.LocalSessions;
import io.hotupgrade.sessions.SessionContent;

/**
 * A container without sessions.
 */
final class NoSessions implements LocalSessions<String> {

	@Override
	public SessionContent write(String session) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String install(String id, SessionContent content) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void detach(String session) {
	}

	@Override
	public void expire(String session) {
	}

	@Override
	public void change(String session, String name, byte[] value) {
	}

}
