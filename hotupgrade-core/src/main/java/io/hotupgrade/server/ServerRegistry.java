package io.hotupgrade.server;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.hotupgrade.server.learn.RequestRecorder;

/**
 * Where a server adapter gets its instructions and makes its server known. Implemented by
 * the engine; may be called from any thread.
 *
 * @since 0.1.0
 */
public interface ServerRegistry {

	/**
	 * Tells how to bind a listener. Must be asked immediately before each bind.
	 * @param name the listener's {@linkplain ServerListener#name() name}
	 * @param requested the address that configuration asks for
	 * @return how to bind it; to be closed once it is bound, or cannot be
	 * @throws java.net.BindException if the address is in use by a process that is not
	 * this instance's predecessor, or about to be. SO_REUSEPORT alone would let two
	 * unrelated instances of one user share the port by accident
	 * @throws IOException if that cannot be found out
	 */
	ListenerPlan plan(String name, InetSocketAddress requested) throws IOException;

	/**
	 * Makes a server known, once its first listener is bound. Registering it again has no
	 * effect.
	 * @param server the server
	 */
	void register(UpgradableServer server);

	/**
	 * Forgets a server that has been stopped.
	 * @param server the server
	 */
	void unregister(UpgradableServer server);

	/**
	 * Where each request's status and duration go.
	 * @return the meter, the same at every call
	 */
	RequestMeter requestMeter();

	/**
	 * Where it is learned which requests a server gets.
	 * @param server the server's {@linkplain UpgradableServer#name() name}
	 * @return the recorder, the same at every call for this server. Only that of the
	 * server that is warmed up ever learns something: the first that is asked for
	 */
	RequestRecorder requestRecorder(String server);

}
