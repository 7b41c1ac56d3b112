package io.hotupgrade.server;

import java.net.InetSocketAddress;

/**
 * How a listener is to be bound.
 *
 * @param address address to bind, which is the predecessor's where port 0 was requested
 * @param reusePort whether SO_REUSEPORT has to be set before the bind
 */
public record ListenerPlan(InetSocketAddress address, boolean reusePort) {

}
