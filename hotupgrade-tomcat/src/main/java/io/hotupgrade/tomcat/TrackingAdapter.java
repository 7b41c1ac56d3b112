package io.hotupgrade.tomcat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.hotupgrade.server.support.RequestTracking;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Stands where Tomcat hands requests to the servlet container, and counts them.
 */
final class TrackingAdapter implements Adapter {

	private static final String SENDFILE_SUPPORTED = "org.apache.tomcat.sendfile.support";

	private final Adapter next;

	private final Supplier<TomcatConnection> connection;

	private final RequestTracking tracking;

	/**
	 * Creates an adapter.
	 * @param next the servlet container's
	 * @param connection tells which connection a request comes by
	 * @param tracking tracks the server's requests
	 */
	TrackingAdapter(Adapter next, Supplier<TomcatConnection> connection, RequestTracking tracking) {
		this.next = next;
		this.connection = connection;
		this.tracking = tracking;
	}

	/**
	 * An adapter for the requests of one connection, which are served on other threads
	 * than those that read from it.
	 * @param only the connection
	 * @return the adapter
	 */
	TrackingAdapter on(TomcatConnection only) {
		return new TrackingAdapter(this.next, () -> only, this.tracking);
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		TomcatConnection from = this.connection.get();
		if (from == null) {
			this.next.service(request, response);
			return;
		}
		TomcatRequest begun = TomcatRequest.begin(request, response, from, this.tracking);
		if (from.leaves()) {
			// Whoever sends the file closes the connection behind it, and does not
			// linger.
			request.setAttribute(SENDFILE_SUPPORTED, Boolean.FALSE);
		}
		boolean failed = true;
		try {
			this.next.service(request, response);
			failed = false;
		}
		finally {
			if (failed || !isAsync(request)) {
				begun.end(failed);
			}
		}
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		TomcatRequest begun = TomcatRequest.of(request);
		boolean success = false;
		try {
			success = this.next.asyncDispatch(request, response, event);
			return success;
		}
		finally {
			if (begun != null && (!success || !isAsync(request))) {
				begun.end(!success);
			}
		}
	}

	private static boolean isAsync(Request request) {
		AtomicBoolean async = new AtomicBoolean();
		request.action(ActionCode.ASYNC_IS_ASYNC, async);
		return async.get();
	}

	@Override
	public boolean prepare(Request request, Response response) throws Exception {
		return this.next.prepare(request, response);
	}

	@Override
	public void log(Request request, Response response, long time) {
		this.next.log(request, response, time);
	}

	@Override
	public void checkRecycled(Request request, Response response) {
		this.next.checkRecycled(request, response);
	}

	@Override
	public String getDomain() {
		return this.next.getDomain();
	}

}
