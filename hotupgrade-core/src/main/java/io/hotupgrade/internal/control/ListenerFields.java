package io.hotupgrade.internal.control;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

import io.hotupgrade.server.ServerListener;

/**
 * The fields of a listener; one without an address is at the wildcard address. Addresses
 * travel as bytes in hexadecimal because the JDK has no parser of literals that is sure
 * not to ask a name server.
 */
final class ListenerFields implements Fields<ServerListener> {

	@Override
	public void write(ServerListener listener, FieldWriter out) {
		InetAddress address = listener.address().getAddress();
		if (address == null) {
			throw new IllegalArgumentException(
					"Listener " + listener.name() + " has an unresolved address: " + listener.address());
		}
		out.text("name", listener.name());
		out.text("address", HexFormat.of().formatHex(address.getAddress()));
		if (address instanceof Inet6Address scoped && scoped.getScopeId() != 0) {
			out.number("scope", scoped.getScopeId());
		}
		out.number("port", listener.address().getPort());
	}

	@Override
	public ServerListener read(FieldReader in) throws ControlProtocolException {
		int scope = in.integer("scope");
		Optional<InetAddress> address = in.parse("address", (hex) -> address(HexFormat.of().parseHex(hex), scope));
		InetSocketAddress socketAddress = in
			.parse("port", (port) -> new InetSocketAddress(address.orElse(null), Integer.parseInt(port)))
			.orElseGet(() -> new InetSocketAddress(address.orElse(null), 0));
		return new ServerListener(in.text("name"), socketAddress);
	}

	private static InetAddress address(byte[] bytes, int scope) {
		try {
			return (scope != 0) ? Inet6Address.getByAddress(null, bytes, scope) : InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(bytes.length + " bytes are not an address", ex);
		}
	}

}
