package io.hotupgrade.server.tests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.hotupgrade.WarmUp;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;

/**
 * Answers as a {@link TestHandler} does, and upgrades connections at {@code /upgrade} to
 * one that sends {@code upgraded}.
 *
 * @since 0.1.0
 */
public final class TestServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	private final transient TestHandler handler;

	public TestServlet(TestHandler handler) {
		this.handler = handler;
	}

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		if (path.equals("/upgrade")) {
			response.setHeader("Connection", "Upgrade");
			response.setHeader("Upgrade", "test");
			request.upgrade(Greeting.class);
			return;
		}
		this.handler.handle(path, request.getInputStream(), new ServletAnswer(request, response));
	}

	private record ServletAnswer(HttpServletRequest request,
			HttpServletResponse response) implements TestHandler.Answer {

		@Override
		public OutputStream start(int status) throws IOException {
			this.response.setStatus(status);
			return this.response.getOutputStream();
		}

		@Override
		public void header(String name, String value) {
			this.response.addHeader(name, value);
		}

		@Override
		public void cookie(String name, String value) {
			this.response.addCookie(new Cookie(name, value));
		}

		@Override
		public String marks() {
			return this.request.getAttribute(WarmUp.REQUEST_ATTRIBUTE) + " " + this.request.getHeader(WarmUp.HEADER)
					+ " " + this.request.isSecure();
		}

		@Override
		public void text(String text) throws IOException {
			promise(text.length(), text);
		}

		@Override
		public void promise(int length, String text) throws IOException {
			this.response.setContentLength(length);
			this.response.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			if (length > text.length()) {
				// As long as nothing has been sent, a server may answer with an error
				// instead.
				this.response.flushBuffer();
			}
		}

	}

	/**
	 * Speaks another protocol.
	 */
	public static final class Greeting implements HttpUpgradeHandler {

		@Override
		public void init(WebConnection connection) {
			try {
				connection.getOutputStream().print("upgraded");
				connection.getOutputStream().flush();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void destroy() {
		}

	}

}
