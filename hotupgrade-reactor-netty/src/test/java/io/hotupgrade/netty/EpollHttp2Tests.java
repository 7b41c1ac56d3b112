package io.hotupgrade.netty;

/**
 * Runs the contract of HTTP/2 for Reactor Netty with epoll.
 */
class EpollHttp2Tests extends ReactorNettyHttp2Tests {

	@Override
	protected boolean isNative() {
		return true;
	}

}
