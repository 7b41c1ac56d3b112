package io.hotupgrade.internal.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.Preflight;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.server.ServerListener;

/**
 * What the two instances of an upgrade tell each other, and what an operator asks one of
 * them. A receiver ignores a message that makes no sense to it at that moment,
 * {@link Unknown} always.
 */
public sealed interface ControlMessage {

	/**
	 * The protocol that this release speaks; raised only by a change that a peer cannot
	 * ignore.
	 */
	int PROTOCOL = 1;

	/**
	 * Successor to predecessor, its first message.
	 *
	 * @param protocol the protocol it speaks
	 * @param token the secret it was launched with
	 * @param pid its process id
	 * @param version the application's version, or an empty string
	 * @param application what the application is called, or an empty string
	 */
	record Hello(int protocol, String token, long pid, String version, String application) implements ControlMessage {

		/** Without the token, so that a message can be logged. */
		@Override
		public String toString() {
			return "Hello[protocol=" + this.protocol + ", pid=" + this.pid + ", version=" + this.version
					+ ", application=" + this.application + "]";
		}

	}

	/**
	 * Of an instance that was not launched by the receiver and wants to be its successor;
	 * its first message, in place of {@link Hello}.
	 *
	 * @param protocol the protocol it speaks
	 * @param application what both have to agree on
	 * @param pid its process id
	 * @param version the application's version, or an empty string
	 * @param listeners what it is about to bind, of which the receiver must have one
	 */
	record TakeoverRequest(int protocol, String application, long pid, String version,
			List<ServerListener> listeners) implements ControlMessage {

		public TakeoverRequest {
			listeners = List.copyOf(listeners);
		}

	}

	/**
	 * The predecessor's answer to {@link Hello} and {@link TakeoverRequest}.
	 *
	 * @param protocol the protocol it speaks
	 * @param upgradeId the upgrade's id
	 * @param generation the successor's generation
	 * @param predecessor the instance that answers
	 * @param listeners the listeners the successor has to bind
	 * @param command the first generation's command, for the successor's own successor
	 * @param history ended upgrades, newest first; shortened where it would not fit into
	 * a frame
	 */
	record Welcome(int protocol, String upgradeId, int generation, InstanceInfo predecessor,
			List<ServerListener> listeners, List<String> command,
			List<UpgradeRecord> history) implements ControlMessage, WithHistory {

		public Welcome {
			listeners = List.copyOf(listeners);
			command = List.copyOf(command);
			history = List.copyOf(history);
		}

		@Override
		public Welcome withHistory(List<UpgradeRecord> other) {
			return new Welcome(this.protocol, this.upgradeId, this.generation, this.predecessor, this.listeners,
					this.command, other);
		}

		/**
		 * Without the command, which may hold secrets, so that a message can be logged.
		 */
		@Override
		public String toString() {
			return "Welcome[protocol=" + this.protocol + ", upgradeId=" + this.upgradeId + ", generation="
					+ this.generation + ", predecessor=" + this.predecessor + ", listeners=" + this.listeners
					+ ", history=" + this.history.size() + " entries]";
		}

	}

	/**
	 * The predecessor's answer to a {@link Hello} or {@link TakeoverRequest} that it does
	 * not accept.
	 *
	 * @param reason the reason, for programs
	 * @param message the same for people
	 */
	record Refused(PeerRefusal reason, String message) implements ControlMessage {
	}

	/**
	 * Successor: all listeners are bound.
	 *
	 * @param listeners the bound listeners
	 */
	record Bound(List<ServerListener> listeners) implements ControlMessage {

		public Bound {
			listeners = List.copyOf(listeners);
		}

	}

	/**
	 * Successor: how its warm-up goes, at its beginning and at its end.
	 *
	 * @param report what there is to tell
	 */
	record WarmUp(WarmUpReport report) implements ControlMessage {
	}

	/**
	 * Predecessor, once the successor is connected: what it has learned of its clients'
	 * requests, for the successor's warm-up.
	 *
	 * @param requests the requests, the most frequent first
	 */
	record Learned(List<LearnedRequest> requests) implements ControlMessage {

		public Learned {
			requests = List.copyOf(requests);
		}

	}

	/**
	 * Predecessor, once the successor is connected and if it shares sessions: where.
	 *
	 * @param socket the socket that it listens on for that
	 * @param key what to say there; a secret
	 */
	record Sessions(String socket, String key) implements ControlMessage {

		/** Without the key, so that a message can be logged. */
		@Override
		public String toString() {
			return "Sessions[socket=" + this.socket + "]";
		}

	}

	/**
	 * Predecessor, once the successor is connected and if it has state to pass on: where.
	 *
	 * @param socket the socket that it listens on for that
	 * @param key what to say there; a secret
	 */
	record State(String socket, String key) implements ControlMessage {

		/** Without the key, so that a message can be logged. */
		@Override
		public String toString() {
			return "State[socket=" + this.socket + "]";
		}

	}

	/**
	 * Successor: it is about to take what cannot exist twice, and waits for
	 * {@link ResourcesReleased}.
	 */
	record ResourcesWanted() implements ControlMessage {
	}

	/**
	 * Predecessor: it has nothing any more of what cannot exist twice. Only an answer to
	 * {@link ResourcesWanted}; a predecessor that does not let go ends the upgrade.
	 */
	record ResourcesReleased() implements ControlMessage {
	}

	/**
	 * Successor that has asked for what cannot exist twice, before it is ready: where the
	 * predecessor can send requests on to it.
	 *
	 * @param port a port of the loopback address
	 * @param headers what each request has to have there, names and values in turn; a
	 * secret
	 */
	record RequestEntrance(int port, List<String> headers) implements ControlMessage {

		public RequestEntrance {
			headers = List.copyOf(headers);
		}

		/**
		 * Tells of an entrance.
		 * @param entrance the entrance
		 * @return the message
		 */
		public static RequestEntrance of(Entrance entrance) {
			return new RequestEntrance(entrance.address().getPort(),
					entrance.headers()
						.entrySet()
						.stream()
						.flatMap((header) -> Stream.of(header.getKey(), header.getValue()))
						.toList());
		}

		/**
		 * What it tells of.
		 * @return the entrance
		 */
		public Entrance toEntrance() {
			Map<String, String> all = new LinkedHashMap<>();
			for (int i = 0; i + 1 < this.headers.size(); i += 2) {
				all.put(this.headers.get(i), this.headers.get(i + 1));
			}
			return new Entrance(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), all);
		}

		/** Without the secret, so that a message can be logged. */
		@Override
		public String toString() {
			return "RequestEntrance[port=" + this.port + "]";
		}

	}

	/** Successor: the application is ready and healthy. */
	record Ready() implements ControlMessage {
	}

	/**
	 * Successor: it cannot become ready.
	 *
	 * @param reason the reason, for programs
	 * @param message the same for people
	 */
	record Failed(FailureReason reason, String message) implements ControlMessage {
	}

	/** Successor: it is being stopped by somebody else. */
	record Stopping() implements ControlMessage {
	}

	/** Successor: somebody asked it to abort the upgrade. */
	record AbortRequested() implements ControlMessage {
	}

	/**
	 * Predecessor, after each change of phase.
	 *
	 * @param upgrade the upgrade as it stands
	 */
	record Progress(UpgradeRecord upgrade) implements ControlMessage {
	}

	/**
	 * Predecessor: it has gone on to another step of moving new connections, or has news
	 * of how they fell.
	 *
	 * @param shift how far it has got
	 */
	record Shifted(ShiftStatus shift) implements ControlMessage {
	}

	/**
	 * Successor: what came to it so far. Sent once a second while new connections come to
	 * it and the predecessor can still take them back, and in answer to each step.
	 *
	 * @param accepted connections that it has accepted
	 * @param requests the requests that it has answered since the first step
	 */
	record Traffic(long accepted, RequestStatistics requests) implements ControlMessage {
	}

	/**
	 * Successor: somebody asked it to let the upgrade go on.
	 *
	 * @param step the step that waits, as far as the successor knows
	 */
	record ContinueRequested(int step) implements ControlMessage {
	}

	/**
	 * Either side: the names under which others know it, as in a service registry. Sent
	 * again when there are more.
	 *
	 * @param names all its names
	 */
	record Names(List<String> names) implements ControlMessage {

		public Names {
			names = List.copyOf(names);
		}

	}

	/** Predecessor: every new connection goes to the successor. */
	record Committed() implements ControlMessage {
	}

	/**
	 * Predecessor: new connections come to it again; the successor will be terminated.
	 *
	 * @param message why
	 */
	record RolledBack(String message) implements ControlMessage {
	}

	/** Predecessor: its listeners are closed, the successor is alone on the ports. */
	record Released() implements ControlMessage {
	}

	/**
	 * Predecessor: it has stopped working on its state, which the successor can come for
	 * before it begins with its background work. Sent at commit or before
	 * {@link WorkReleased}.
	 */
	record StateReleased() implements ControlMessage {
	}

	/**
	 * Either side: it does no background work any more. Sent by the predecessor at commit
	 * or at the start of the drain, whichever it is configured for; by a successor that
	 * ends before its predecessor.
	 *
	 * @param since the wall-clock time from which it has taken none, in milliseconds
	 * since 1970
	 */
	record WorkReleased(long since) implements ControlMessage {
	}

	/**
	 * Predecessor, just before it exits.
	 *
	 * @param upgrade the final record
	 */
	record Drained(UpgradeRecord upgrade) implements ControlMessage {
	}

	/**
	 * Either side: it is alive.
	 *
	 * @param sequence a number that grows by one each time
	 */
	record Heartbeat(long sequence) implements ControlMessage {
	}

	/**
	 * Of an operator: the first and only message of its connection, in place of
	 * {@link Hello}. The receiver answers with one message and ends the connection.
	 *
	 * @param protocol the protocol it speaks
	 * @param command what is asked for
	 * @param jar path of the jar to upgrade to, or to check for that; an empty string for
	 * what is configured
	 * @param sha256 the SHA-256 that the jar has to have, or an empty string
	 */
	record OperatorRequest(int protocol, OperatorCommand command, String jar, String sha256) implements ControlMessage {
	}

	/**
	 * To an operator: what the instance is and does.
	 *
	 * @param application what the application is called, or an empty string
	 * @param listeners what it listens on
	 * @param status all the rest; its history is shortened where it would not fit into a
	 * frame
	 */
	record OperatorStatus(String application, List<ServerListener> listeners,
			UpgradeStatus status) implements ControlMessage, WithHistory {

		public OperatorStatus {
			listeners = List.copyOf(listeners);
		}

		@Override
		public List<UpgradeRecord> history() {
			return this.status.history();
		}

		@Override
		public OperatorStatus withHistory(List<UpgradeRecord> other) {
			return new OperatorStatus(this.application, this.listeners, this.status.withHistory(other));
		}

	}

	/**
	 * To an operator: what was asked for has begun.
	 *
	 * @param upgrade the upgrade that it is about
	 */
	record OperatorUpgrade(UpgradeRecord upgrade) implements ControlMessage {
	}

	/**
	 * To an operator: what an upgrade would meet.
	 *
	 * @param preflight what was found
	 */
	record OperatorCheck(Preflight preflight) implements ControlMessage {
	}

	/**
	 * To an operator: what has become of a preparation.
	 *
	 * @param prepared whether the next upgrade starts from what was prepared
	 * @param description the same for people, with why not
	 */
	record OperatorPreparation(boolean prepared, String description) implements ControlMessage {
	}

	/**
	 * To an operator: what was asked for is not done.
	 *
	 * @param reason for programs: the name of a {@link io.hotupgrade.RefusalReason}, of
	 * this or another release, or {@code INTERNAL_ERROR}, or {@code BUSY} where as many
	 * operators are served as can be
	 * @param message the same for people, with what to do
	 */
	record OperatorRefusal(String reason, String message) implements ControlMessage {
	}

	/**
	 * A message of a type that this release does not know.
	 *
	 * @param type the type's name
	 */
	record Unknown(String type) implements ControlMessage {
	}

	/**
	 * A message that tells of ended upgrades, and can tell less of them.
	 */
	interface WithHistory {

		/**
		 * What it tells of.
		 * @return ended upgrades, newest first
		 */
		List<UpgradeRecord> history();

		/**
		 * The same message with another history.
		 * @param other what to tell in place of {@link #history()}
		 * @return the message
		 */
		ControlMessage withHistory(List<UpgradeRecord> other);

	}

}
