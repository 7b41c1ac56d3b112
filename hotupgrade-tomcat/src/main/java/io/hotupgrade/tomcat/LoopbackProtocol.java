package io.hotupgrade.tomcat;

import io.hotupgrade.WarmUp;
import io.hotupgrade.server.support.WarmUpSecret;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Plain HTTP/1.1 that lets only those requests through to the application that know its
 * secret, and marks them. Any process of the machine can connect there.
 */
final class LoopbackProtocol extends Http11NioProtocol {

	private static final int FORBIDDEN = 403;

	private final WarmUpSecret secret;

	private volatile boolean refusing;

	LoopbackProtocol(WarmUpSecret secret) {
		this.secret = secret;
	}

	WarmUpSecret secret() {
		return this.secret;
	}

	/** Lets nothing through any more. */
	void refuseAll() {
		this.refusing = true;
	}

	@Override
	public void setAdapter(Adapter adapter) {
		super.setAdapter(new Gate(adapter));
	}

	private final class Gate implements Adapter {

		private final Adapter next;

		Gate(Adapter next) {
			this.next = next;
		}

		@Override
		public void service(Request request, Response response) throws Exception {
			LoopbackProtocol protocol = LoopbackProtocol.this;
			if (protocol.refusing || !protocol.secret.matches(request.getHeader(WarmUpSecret.HEADER))) {
				response.setStatus(FORBIDDEN);
				response.setContentLength(0);
				response.setHeader("Connection", "close");
				return;
			}
			request.getMimeHeaders().removeHeader(WarmUpSecret.HEADER);
			request.getMimeHeaders().setValue(WarmUp.HEADER).setString("true");
			request.setAttribute(WarmUp.REQUEST_ATTRIBUTE, Boolean.TRUE);
			this.next.service(request, response);
		}

		@Override
		public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
			return this.next.asyncDispatch(request, response, event);
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

}
