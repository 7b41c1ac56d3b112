package io.hotupgrade.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Failed;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.engine.UpgradeEvent.SuccessorExited;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.exclusive.ExclusiveSettings;
import io.hotupgrade.internal.steering.SteeringProgram;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Explores what becomes of a {@link Predecessor} when any of the calls that it makes in
 * the course of an upgrade, whichever it is, throws something.
 */
class PredecessorFaultTests {

	private static final Duration LONG = Duration.ofMinutes(3);

	private static final int MOST_CALLS = 2000;

	private final Logger log = (Logger) LoggerFactory.getLogger(UpgradeEngine.class.getPackageName());

	@BeforeEach
	void beSilent() {
		this.log.setLevel(Level.OFF);
	}

	@AfterEach
	void speakAgain() {
		this.log.setLevel(null);
	}

	static Stream<Arguments> storiesAndFailures() {
		List<Supplier<Throwable>> failures = List.of(() -> new OutOfMemoryError("unable to create native thread"),
				() -> new NoClassDefFoundError("gone/From/The/Jar"), () -> new IllegalStateException("broken"));
		return Stream.of(Story.values())
			.flatMap((story) -> failures.stream()
				.map((failure) -> Arguments.of(story, failure.get().getClass().getSimpleName(), failure)));
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("storiesAndFailures")
	void whateverFailsTheUpgradeEndsAndTheNextSucceeds(Story story, String name, Supplier<Throwable> failure) {
		int number = 1;
		String broken = "-";
		while (!broken.isEmpty()) {
			Throwable thrown = failure.get();
			Scene scene = new Scene(new Breakable(number, thrown));
			try {
				story.tell(scene);
			}
			catch (Throwable ex) {
				assertThat(ex).isSameAs(thrown);
			}
			scene.pass(LONG);
			broken = scene.breakable.broken();
			scene.breakable.disarm();
			scene.checkEnd("%s, call %d: %s".formatted(story, number, broken));
			number++;
			assertThat(number).isLessThan(MOST_CALLS);
		}
		assertThat(number).as("calls that were explored").isGreaterThan(20);
	}

	/**
	 * What happens to an upgrade.
	 */
	enum Story {

		SUCCEEDS {
			@Override
			void tell(Scene scene) {
				scene.toProbation();
				scene.pass(Duration.ofMinutes(2));
			}
		},

		EXITS_WHILE_LAUNCHING {
			@Override
			void tell(Scene scene) {
				scene.begin();
				scene.exits();
			}
		},

		FAILS_WHILE_STARTING {
			@Override
			void tell(Scene scene) {
				scene.begin();
				scene.does(new Bound());
				scene.does(new Failed(FailureReason.START_FAILED, "no database"));
			}
		},

		NEVER_BECOMES_READY {
			@Override
			void tell(Scene scene) {
				scene.begin();
				scene.does(new Bound());
				scene.pass(LONG);
			}
		},

		IS_ABORTED_WHILE_SHIFTING {
			@Override
			void tell(Scene scene) {
				scene.begin();
				scene.does(new Bound());
				scene.does(new Ready());
				scene.guarded(() -> scene.predecessor.abort("enough"));
			}
		},

		EXITS_IN_PROBATION {
			@Override
			void tell(Scene scene) {
				scene.toProbation();
				scene.exits();
			}
		},

		FAILS_IN_PROBATION {
			@Override
			void tell(Scene scene) {
				scene.toProbation();
				scene.does(new Failed(FailureReason.UNHEALTHY, "ill"));
			}
		},

		SUCCEEDS_WITH_WHAT_CANNOT_EXIST_TWICE {
			@Override
			void tell(Scene scene) {
				scene.toProbationWithResource();
				scene.pass(Duration.ofMinutes(2));
			}
		},

		EXITS_WITH_WHAT_CANNOT_EXIST_TWICE {
			@Override
			void tell(Scene scene) {
				scene.begin();
				scene.wantsResource();
				scene.exits();
			}
		},

		KEEPS_REQUESTS_WAITING {
			@Override
			void tell(Scene scene) {
				scene.begin();
				scene.wantsResource();
				scene.does(new Bound());
				scene.pass(LONG);
			}
		},

		FAILS_IN_PROBATION_WITH_WHAT_CANNOT_EXIST_TWICE {
			@Override
			void tell(Scene scene) {
				scene.toProbationWithResource();
				scene.does(new Failed(FailureReason.UNHEALTHY, "ill"));
			}
		};

		abstract void tell(Scene scene);

	}

	/**
	 * An instance with a successor that ends when it is told to.
	 */
	private static final class Scene {

		private static final EngineSettings SETTINGS = new EngineSettings("v1", Duration.ofMinutes(2),
				Duration.ofSeconds(10), Duration.ofSeconds(30),
				new DrainSettings(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5)),
				LaunchSettings.OWN_COMMAND, ControlSettings.DEFAULTS, true,
				new ShiftSettings(ShiftPlan.parse("30% for 10s, 100%"), GuardSettings.DEFAULTS), 3, true);

		private static final ExclusiveSettings LIMITS = new ExclusiveSettings(Duration.ofSeconds(5),
				Duration.ofSeconds(20));

		private static final Entrance ENTRANCE = new Entrance(
				new InetSocketAddress(InetAddress.getLoopbackAddress(), 40123), Map.of());

		private final ManualScheduler scheduler = new ManualScheduler();

		private final TestResources resources = new TestResources();

		private final TestSteering kernel = new TestSteering();

		private final TestSuccessor successor = new TestSuccessor();

		private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

		private final Breakable breakable;

		private final Predecessor predecessor;

		private int exits;

		private boolean shared;

		Scene(Breakable breakable) {
			this.breakable = breakable;
			Servers servers = new Servers();
			servers.add(breakable.server(new TestServer()));
			EngineScheduler engine = breakable.scheduler(this.scheduler);
			this.instance.addListener(breakable.listener(new UpgradeListener() {
			}));
			this.predecessor = new Predecessor(this.instance, servers,
					new ListenerSteering(servers, () -> breakable.steering(this.kernel)),
					breakable.links(this.successor), SETTINGS, engine, breakable.runnable(() -> this.exits++),
					new WorkHandover(this.scheduler, Runnable::run, false), new RequestMeter(), new RequestLearning(),
					new SessionExchange(() -> Path.of("unused")), new StateExchange(() -> Path.of("unused")));
			this.predecessor.exclusive().use(breakable.resources(this.resources), LIMITS, Runnable::run);
		}

		/** As the engine's thread does it. */
		void guarded(Runnable task) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				// It is logged there.
			}
		}

		void begin() {
			this.predecessor.begin(UpgradeRequest.asConfigured());
			if (this.successor.events != null) {
				guarded(() -> this.successor.events.connected(4711, "v2"));
			}
		}

		void does(UpgradeEvent event) {
			if (this.successor.events == null) {
				return;
			}
			this.kernel.members = 2;
			guarded(() -> this.successor.does(event));
		}

		void toProbation() {
			begin();
			does(new Bound());
			if (this.successor.events != null) {
				guarded(() -> this.successor.events.warmUp(WarmUpReport.BEGUN));
			}
			does(new Ready());
			pass(Duration.ofSeconds(5));
			if (this.successor.events != null) {
				guarded(() -> this.successor.events.reported(7, RequestStatistics.NONE));
			}
			pass(Duration.ofSeconds(6));
		}

		void wantsResource() {
			if (this.successor.events != null) {
				guarded(() -> this.successor.events.resourcesWanted());
			}
			pass(Duration.ofSeconds(1));
		}

		void toProbationWithResource() {
			begin();
			wantsResource();
			does(new Bound());
			if (this.successor.events != null) {
				guarded(() -> this.successor.events.servesRequestsAt(ENTRANCE));
			}
			does(new Ready());
			pass(Duration.ofSeconds(2));
		}

		void exits() {
			this.kernel.members = 1;
			this.successor.exit.complete(1);
			does(new SuccessorExited("exit code 1"));
			this.kernel.members = 1;
		}

		/** A successor that is told to end does so a moment later. */
		void pass(Duration time) {
			Duration end = time;
			while (!end.isNegative() && !end.isZero()) {
				guarded(() -> this.scheduler.advance(Duration.ofMillis(500)));
				end = end.minusMillis(500);
				this.shared |= this.kernel.programs.stream()
					.anyMatch((program) -> !program.equals(SteeringProgram.toFirst()));
				if (this.successor.terminationGrace != null && !this.successor.exit.isDone()) {
					exits();
				}
			}
		}

		void checkEnd(String where) {
			if (this.predecessor.phase() == UpgradePhase.DRAINING) {
				assertThat(this.exits).as("%s: it leaves", where).isPositive();
				return;
			}
			assertThat(this.predecessor.phase()).as(where).isEqualTo(UpgradePhase.SERVING);
			assertThat(this.instance.running()).as(where).isNull();
			if (!this.kernel.programs.isEmpty() && !this.successor.exit.isDone()) {
				assertThat(this.kernel.last()).as(where).isEqualTo(SteeringProgram.toFirst());
			}
			assertThat(this.resources.had && this.resources.serving).as("%s: what cannot exist twice is here", where)
				.isTrue();
			checkRecord(where);
			checkProcess(where);
			checkNext(where);
		}

		private void checkRecord(String where) {
			Optional<UpgradeRecord> last = this.instance.history().stream().findFirst();
			last.ifPresent((record) -> {
				assertThat(record.ending().outcome()).as(where).isPresent();
				assertThat(record.ending().outcome()).as(where).isNotEqualTo(Optional.of(UpgradeOutcome.SUCCEEDED));
				assertThat(record.ending().reason()).as(where).isPresent();
				if (this.shared) {
					assertThat(record.ending().outcome().get()).as(where).isNotEqualTo(UpgradeOutcome.FAILED);
				}
			});
		}

		private void checkProcess(String where) {
			if (this.successor.launches > 0 && !this.successor.exit.isDone()) {
				assertThat(this.successor.terminationGrace).as("%s: the process is ended", where).isNotNull();
			}
		}

		private void checkNext(String where) {
			this.successor.events = null;
			this.successor.terminationGrace = null;
			this.successor.exit = new CompletableFuture<>();
			this.kernel.members = 1;
			begin();
			does(new Bound());
			does(new Ready());
			this.scheduler.advance(Duration.ofSeconds(11));
			this.scheduler.advance(Duration.ofSeconds(31));
			assertThat(this.predecessor.phase()).as("%s: the next upgrade", where).isEqualTo(UpgradePhase.DRAINING);
			this.predecessor.stop();
			this.predecessor.drained(CutTraffic.NONE);
			assertThat(this.instance.history().get(0).ending().outcome()).as(where).contains(UpgradeOutcome.SUCCEEDED);
		}

	}

}
