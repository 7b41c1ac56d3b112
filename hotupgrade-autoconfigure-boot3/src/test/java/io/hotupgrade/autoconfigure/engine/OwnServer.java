package io.hotupgrade.autoconfigure.engine;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;

/**
 * A server of the application's own making, for which there is no adapter.
 *
 * @param server does the work
 */
record OwnServer(WebServer server) implements WebServer {

	static ServletWebServerFactory factory() {
		return (initializers) -> new OwnServer(new TomcatServletWebServerFactory(0).getWebServer(initializers));
	}

	@Override
	public void start() {
		this.server.start();
	}

	@Override
	public void stop() {
		this.server.stop();
	}

	@Override
	public void destroy() {
		this.server.destroy();
	}

	@Override
	public int getPort() {
		return this.server.getPort();
	}

}
