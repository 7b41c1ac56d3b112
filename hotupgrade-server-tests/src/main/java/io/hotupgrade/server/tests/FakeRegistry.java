package io.hotupgrade.server.tests;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.learn.RequestRecorder;

/**
 * A registry that lets every listener be bound as configured, with SO_REUSEPORT, and
 * remembers what it was asked.
 *
 * @since 0.1.0
 */
public final class FakeRegistry implements ServerRegistry {

	private final List<UpgradableServer> servers = new CopyOnWriteArrayList<>();

	private final RequestMeter meter = new RequestMeter();

	private final RequestRecorder recorder = new RequestRecorder();

	private final Map<String, InetSocketAddress> planned = new ConcurrentHashMap<>();

	private final Map<String, InetSocketAddress> answers = new ConcurrentHashMap<>();

	/**
	 * Answers with an address other than the requested one.
	 * @param name the listener's name
	 * @param address the address to bind
	 */
	public void answer(String name, InetSocketAddress address) {
		this.answers.put(name, address);
	}

	@Override
	public ListenerPlan plan(String name, InetSocketAddress requested) {
		this.planned.put(name, requested);
		return new ListenerPlan(this.answers.getOrDefault(name, requested), true);
	}

	@Override
	public void register(UpgradableServer server) {
		if (!this.servers.contains(server)) {
			this.servers.add(server);
		}
	}

	@Override
	public RequestMeter requestMeter() {
		return this.meter;
	}

	@Override
	public RequestRecorder requestRecorder(String server) {
		return this.recorder;
	}

	@Override
	public void unregister(UpgradableServer server) {
		this.servers.remove(server);
	}

	public List<UpgradableServer> servers() {
		return this.servers;
	}

	public Map<String, InetSocketAddress> planned() {
		return this.planned;
	}

}
