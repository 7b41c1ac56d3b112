package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.ServerActivity;
import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.ServerLoad;
import io.hotupgrade.server.UpgradableServer;

/**
 * A server that notes what it is asked to do.
 */
class TestServer implements UpgradableServer {

	static final ServerListener LISTENER = new ServerListener("server:0", new InetSocketAddress("127.0.0.1", 8080));

	final List<String> calls = new ArrayList<>();

	Runnable whenIdleIsClosed = () -> {
	};

	Runnable whenFarewellIsSaid = () -> {
	};

	final CompletableFuture<Void> empty = new CompletableFuture<>();

	long accepted;

	TrafficKind kind = TrafficKind.HTTP1;

	ServerLoad load = new ServerLoad(7, 3);

	CutTraffic cut = new CutTraffic(7, 3, Map.of(TrafficKind.HTTP1, 3), List.of("/slow"));

	CutTraffic brokenOff = CutTraffic.NONE;

	@Override
	public String name() {
		return "server";
	}

	@Override
	public List<ServerListener> listeners() {
		return List.of(LISTENER);
	}

	@Override
	public ServerLoad load() {
		return this.load;
	}

	@Override
	public long accepted() {
		return this.accepted;
	}

	@Override
	public void sendElsewhere(int percent) {
		this.calls.add("sendElsewhere " + percent);
	}

	@Override
	public void startDraining() {
		this.calls.add("startDraining");
	}

	@Override
	public void stopDraining() {
		this.calls.add("stopDraining");
	}

	@Override
	public CompletableFuture<Void> closeListeners() {
		this.calls.add("closeListeners");
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletableFuture<Void> whenEmpty() {
		return this.empty;
	}

	@Override
	public void closeIdleConnections() {
		this.calls.add("closeIdleConnections");
		this.whenIdleIsClosed.run();
	}

	@Override
	public ServerActivity activity() {
		return new ServerActivity(this.load, Map.of(this.kind, this.load.connections()),
				Optional.of(Duration.ofSeconds(9)));
	}

	@Override
	public void sayFarewell(TrafficKind kind, Duration period) {
		this.calls.add("sayFarewell " + kind + " " + period);
		this.whenFarewellIsSaid.run();
	}

	@Override
	public CutTraffic closeConnections() {
		this.calls.add("closeConnections");
		return this.cut;
	}

	@Override
	public CutTraffic brokenOff() {
		return this.brokenOff;
	}

	@Override
	public PrivateListener openPrivateListener(boolean recorded) throws IOException {
		throw new IOException("This server has none");
	}

}
