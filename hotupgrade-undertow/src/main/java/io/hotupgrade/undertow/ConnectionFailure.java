package io.hotupgrade.undertow;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;

/**
 * Tells who is to blame when a connection cannot be used any more.
 */
final class ConnectionFailure {

	private ConnectionFailure() {
	}

	/**
	 * Whether the client has reset the connection or is out of reach.
	 * @param failure what came of reading or writing
	 * @return {@code false} if this side has closed the connection, or one of its time
	 * limits is over
	 */
	static boolean byClient(IOException failure) {
		return !(failure instanceof ClosedChannelException) && !(failure instanceof InterruptedIOException);
	}

}
