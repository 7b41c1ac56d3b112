package io.hotupgrade.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerActivity;
import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.ServerLoad;
import io.hotupgrade.server.UpgradableServer;

/**
 * The servers of this process, addressed as one. Thread-safe.
 */
final class Servers {

	private final List<UpgradableServer> servers = new CopyOnWriteArrayList<>();

	void add(UpgradableServer server) {
		if (!this.servers.contains(server)) {
			this.servers.add(server);
		}
	}

	void remove(UpgradableServer server) {
		this.servers.remove(server);
	}

	/**
	 * The server that was started first.
	 */
	Optional<UpgradableServer> first() {
		return this.servers.stream().findFirst();
	}

	List<ServerListener> listeners() {
		return this.servers.stream().flatMap((server) -> server.listeners().stream()).toList();
	}

	ServerLoad load() {
		return this.servers.stream().map(UpgradableServer::load).reduce(ServerLoad.NONE, ServerLoad::plus);
	}

	long accepted() {
		return this.servers.stream().mapToLong(UpgradableServer::accepted).sum();
	}

	ServerActivity activity() {
		return this.servers.stream().map(UpgradableServer::activity).reduce(ServerActivity.NONE, ServerActivity::plus);
	}

	void sendElsewhere(int percent) {
		this.servers.forEach((server) -> server.sendElsewhere(percent));
	}

	void startDraining() {
		this.servers.forEach(UpgradableServer::startDraining);
	}

	void stopDraining() {
		this.servers.forEach(UpgradableServer::stopDraining);
	}

	CompletableFuture<Void> closeListeners() {
		return all(UpgradableServer::closeListeners);
	}

	CompletableFuture<Void> whenEmpty() {
		return all(UpgradableServer::whenEmpty);
	}

	void closeIdleConnections() {
		this.servers.forEach(UpgradableServer::closeIdleConnections);
	}

	void sayFarewell(TrafficKind kind, Duration period) {
		this.servers.forEach((server) -> server.sayFarewell(kind, period));
	}

	CutTraffic closeConnections() {
		return this.servers.stream().map(UpgradableServer::closeConnections).reduce(CutTraffic.NONE, CutTraffic::plus);
	}

	CutTraffic brokenOff() {
		return this.servers.stream().map(UpgradableServer::brokenOff).reduce(CutTraffic.NONE, CutTraffic::plus);
	}

	private CompletableFuture<Void> all(Function<UpgradableServer, CompletableFuture<Void>> part) {
		return CompletableFuture.allOf(this.servers.stream().map(part).toArray(CompletableFuture<?>[]::new));
	}

}
