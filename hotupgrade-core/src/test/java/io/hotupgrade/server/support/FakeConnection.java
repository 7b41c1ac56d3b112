package io.hotupgrade.server.support;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

import io.hotupgrade.TrafficKind;

/**
 * A connection whose turns a test takes: tasks run one by one, whenever they are due.
 */
final class FakeConnection extends TrackedConnection {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private WebSocketLink webSocket;

	private boolean open = true;

	private boolean arriving;

	FakeConnection(DrainState drain) {
		super(drain, () -> {
		});
	}

	void upgradeToWebSocket() {
		upgraded(TrafficKind.WEBSOCKET, "/ws");
	}

	void setWebSocket(WebSocketLink webSocket) {
		this.webSocket = webSocket;
	}

	void setArriving(boolean arriving) {
		this.arriving = arriving;
	}

	/** Does what a server does that is about to close the connection. */
	void tearOff() {
		brokeOff();
		brokeOffArriving();
	}

	/**
	 * Runs the next task.
	 * @return {@code false} if there is none
	 */
	boolean takeTurn() {
		Runnable task = this.tasks.poll();
		if (task != null) {
			task.run();
		}
		return task != null;
	}

	@Override
	protected boolean isOpen() {
		return this.open;
	}

	@Override
	protected boolean arriving() {
		return this.arriving;
	}

	@Override
	protected boolean nothingWaits() {
		return true;
	}

	@Override
	protected void readOn() {
	}

	@Override
	protected void execute(Runnable task) {
		this.tasks.add(task);
	}

	@Override
	protected void executeAfter(Runnable task, Duration delay) {
		this.tasks.add(task);
	}

	@Override
	protected void executeOnWorker(Runnable task) {
		task.run();
	}

	@Override
	protected void closeNow() {
		this.open = false;
	}

	@Override
	protected void finish() {
		this.open = false;
		endSent();
	}

	@Override
	protected WebSocketLink webSocket() {
		return this.webSocket;
	}

}
