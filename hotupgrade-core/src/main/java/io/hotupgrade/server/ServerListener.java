package io.hotupgrade.server;

import java.net.InetSocketAddress;

/**
 * A listening TCP socket of an embedded server.
 *
 * @param name name that is the same in every release of the application, for example
 * {@code server:0}; with it a successor finds the port which its predecessor was given
 * @param address the address it is bound to
 * @since 0.1.0
 */
public record ServerListener(String name, InetSocketAddress address) {

}
