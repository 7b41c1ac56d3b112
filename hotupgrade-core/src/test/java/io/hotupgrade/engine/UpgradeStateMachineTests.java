package io.hotupgrade.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.hotupgrade.FailureReason;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.engine.UpgradeEvent.AbortRequested;
import io.hotupgrade.engine.UpgradeEvent.Again;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Continued;
import io.hotupgrade.engine.UpgradeEvent.Failed;
import io.hotupgrade.engine.UpgradeEvent.Prepared;
import io.hotupgrade.engine.UpgradeEvent.ProbationOver;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.engine.UpgradeEvent.Requested;
import io.hotupgrade.engine.UpgradeEvent.Shifted;
import io.hotupgrade.engine.UpgradeEvent.StepBegun;
import io.hotupgrade.engine.UpgradeEvent.StepOver;
import io.hotupgrade.engine.UpgradeEvent.StopRequested;
import io.hotupgrade.engine.UpgradeEvent.SuccessorExited;
import io.hotupgrade.engine.UpgradeStateMachine.Transition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UpgradeStateMachine}, among them the exploration of all its states.
 */
class UpgradeStateMachineTests {

	private static final List<UpgradeEvent> ALL_EVENTS = Stream.concat(
			Stream.<UpgradeEvent>of(new Requested(false, false), new Requested(true, false), new Requested(false, true),
					new Requested(true, true), new Prepared(), new Bound(), new Ready(), new StepBegun(false),
					new StepBegun(true), new StepOver(), new Continued(), new Shifted(), new ProbationOver(),
					new Failed(FailureReason.UNHEALTHY, "ill"), new AbortRequested("enough"),
					new SuccessorExited("exit code 1"), new StopRequested()),
			Stream.of(UpgradeAction.values()).<UpgradeEvent>map(Again::new))
		.toList();

	private static final List<UpgradeEvent> GOOD_WAY = List.of(new Requested(true, false), new Prepared(), new Bound(),
			new Ready(), new Shifted(), new ProbationOver());

	private static UpgradeStateMachine after(int steps) {
		UpgradeStateMachine machine = UpgradeStateMachine.INITIAL;
		for (UpgradeEvent event : GOOD_WAY.subList(0, steps)) {
			machine = machine.on(event).next();
		}
		return machine;
	}

	@Test
	void onWhenAllGoesWellPassesThroughEveryPhase() {
		assertThat(List.of(0, 1, 2, 3, 4, 5, 6)).map((steps) -> after(steps).phase())
			.containsExactly(UpgradePhase.values());
	}

	@Test
	void onWhenAllGoesWellAsksForEachActionOnce() {
		UpgradeStateMachine machine = UpgradeStateMachine.INITIAL;
		List<UpgradeAction> actions = new java.util.ArrayList<>();
		for (UpgradeEvent event : GOOD_WAY) {
			Transition transition = machine.on(event);
			actions.addAll(transition.actions());
			machine = transition.next();
		}
		assertThat(actions).containsExactly(UpgradeAction.PREPARE, UpgradeAction.LAUNCH, UpgradeAction.CHECK_LISTENERS,
				UpgradeAction.SHIFT, UpgradeAction.BEGIN_PROBATION, UpgradeAction.LEAVE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void onFailureTakesBackAndTerminatesThenServes(int steps) {
		Transition failed = after(steps).on(new Failed(FailureReason.UNHEALTHY, "ill"));
		assertThat(failed.actions()).containsExactly(UpgradeAction.TAKE_BACK, UpgradeAction.TERMINATE_SUCCESSOR);
		assertThat(failed.next().on(new Requested(false, false)).actions()).isEmpty();
		Transition gone = failed.next().on(new SuccessorExited(""));
		assertThat(gone.next()).isEqualTo(UpgradeStateMachine.INITIAL);
		assertThat(gone.closed()).hasValueSatisfying((ending) -> {
			assertThat(ending.reason()).contains(FailureReason.UNHEALTHY);
			assertThat(ending.outcome()).isEqualTo((steps < 5) ? UpgradeOutcome.FAILED : UpgradeOutcome.ROLLED_BACK);
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void onExitOfSuccessorTakesBackAndServes(int steps) {
		Transition gone = after(steps).on(new SuccessorExited("exit code 1"));
		assertThat(gone.actions()).containsExactly(UpgradeAction.TAKE_BACK, UpgradeAction.CLOSE_RECORD);
		assertThat(gone.next()).isEqualTo(UpgradeStateMachine.INITIAL);
		assertThat(gone.closed().orElseThrow().reason()).contains(FailureReason.SUCCESSOR_EXITED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void onAbortEndsAsAborted(int steps) {
		Transition gone = after(steps).on(new AbortRequested("enough")).next().on(new SuccessorExited(""));
		assertThat(gone.closed().orElseThrow().outcome()).isEqualTo(UpgradeOutcome.ABORTED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4 })
	void onStopBeforeCommitEndsTheSuccessorToo(int steps) {
		Transition stop = after(steps).on(new StopRequested());
		assertThat(stop.actions()).contains(UpgradeAction.TERMINATE_SUCCESSOR);
		assertThat(stop.next().on(new SuccessorExited("")).next().phase()).isEqualTo(UpgradePhase.DRAINING);
	}

	@Test
	void onRequestWithoutPreparationLaunchesAtOnce() {
		Transition begun = UpgradeStateMachine.INITIAL.on(new Requested(false, false));
		assertThat(begun.next().phase()).isEqualTo(UpgradePhase.LAUNCHING);
		assertThat(begun.actions()).containsExactly(UpgradeAction.LAUNCH);
	}

	@Test
	void onPreparedAfterAnAbortLaunchesNothing() {
		UpgradeStateMachine ending = after(1).on(new AbortRequested("enough")).next();
		assertThat(ending.on(new Prepared()).actions()).isEmpty();
	}

	private static UpgradeStateMachine rehearsing() {
		return UpgradeStateMachine.INITIAL.on(new Requested(false, true)).next().on(new Bound()).next();
	}

	@Test
	void onReadyInARehearsalEndsItAsRehearsed() {
		assertThat(rehearsing().phase()).isEqualTo(UpgradePhase.STARTING);
		Transition ready = rehearsing().on(new Ready());
		assertThat(ready.actions()).containsExactly(UpgradeAction.TAKE_BACK, UpgradeAction.TERMINATE_SUCCESSOR);
		assertThat(ready.next().on(new Requested(false, false)).actions()).as("it is not over yet").isEmpty();
		Transition gone = ready.next().on(new SuccessorExited("exit code 143"));
		assertThat(gone.next()).isEqualTo(UpgradeStateMachine.INITIAL);
		assertThat(gone.closed()).contains(UpgradeStateMachine.Ending.REHEARSED);
	}

	@Test
	void onFailureInARehearsalFails() {
		Transition gone = rehearsing().on(new SuccessorExited("exit code 1"));
		assertThat(gone.closed().orElseThrow().outcome()).isEqualTo(UpgradeOutcome.FAILED);
		assertThat(gone.next()).as("the next may be an upgrade").isEqualTo(UpgradeStateMachine.INITIAL);
	}

	private static UpgradeStateMachine sharing(boolean gate) {
		return after(4).on(new StepBegun(gate)).next();
	}

	@Test
	void onStepOverShiftsFurther() {
		assertThat(sharing(false).on(new StepOver()).actions()).containsExactly(UpgradeAction.SHIFT);
		assertThat(sharing(false).on(new Continued()).actions()).isEmpty();
	}

	@Test
	void onContinuedAtGateShiftsFurther() {
		assertThat(sharing(true).on(new Continued()).actions()).containsExactly(UpgradeAction.SHIFT);
		assertThat(sharing(true).on(new StepOver()).actions()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void onFailureWhileSharingRollsBack(boolean gate) {
		Transition failed = sharing(gate).on(new Failed(FailureReason.GUARD, "slow"));
		assertThat(failed.actions()).containsExactly(UpgradeAction.TAKE_BACK, UpgradeAction.TERMINATE_SUCCESSOR);
		assertThat(failed.next().hasShared()).as("known to whoever ends the successor").isTrue();
		assertThat(failed.next().on(new Continued()).actions()).isEmpty();
		assertThat(failed.next().on(new StepOver()).actions()).isEmpty();
		Transition gone = failed.next().on(new SuccessorExited(""));
		assertThat(gone.next()).isEqualTo(UpgradeStateMachine.INITIAL);
		assertThat(gone.closed().orElseThrow().outcome()).isEqualTo(UpgradeOutcome.ROLLED_BACK);
	}

	@Test
	void onStopWhileSharingEndsTheSuccessorToo() {
		Transition stop = sharing(true).on(new StopRequested());
		assertThat(stop.actions()).contains(UpgradeAction.TAKE_BACK, UpgradeAction.TERMINATE_SUCCESSOR);
	}

	@Test
	void onStopInProbationLeavesTheSuccessorServing() {
		Transition stop = after(5).on(new StopRequested());
		assertThat(stop.next().phase()).isEqualTo(UpgradePhase.DRAINING);
		assertThat(stop.actions()).isEmpty();
	}

	@Test
	void onMessageOutOfOrderFails() {
		Transition violation = after(2).on(new Ready());
		assertThat(violation.next().ending().orElseThrow().reason()).contains(FailureReason.PROTOCOL_VIOLATION);
		assertThat(violation.next().ending().orElseThrow().message()).contains("Ready").contains("LAUNCHING");
	}

	@Test
	void onAnythingWhileDrainingStays() {
		UpgradeStateMachine draining = after(6);
		for (UpgradeEvent event : ALL_EVENTS) {
			Transition transition = draining.on(event);
			assertThat(transition.next().phase()).isEqualTo(UpgradePhase.DRAINING);
			assertThat(transition.actions())
				.isEqualTo(event.equals(new Again(UpgradeAction.LEAVE)) ? List.of(UpgradeAction.LEAVE) : List.of());
		}
	}

	@Test
	void onAgainDoesWhatIsStillToBeDone() {
		UpgradeStateMachine ending = after(3).on(new Failed(FailureReason.INTERNAL_ERROR, "no thread")).next();
		assertThat(ending.on(new Again(UpgradeAction.TERMINATE_SUCCESSOR)).actions())
			.containsExactly(UpgradeAction.TERMINATE_SUCCESSOR);
		assertThat(ending.on(new Again(UpgradeAction.TAKE_BACK)).actions()).containsExactly(UpgradeAction.TAKE_BACK);
		assertThat(ending.on(new Again(UpgradeAction.SHIFT)).actions()).isEmpty();
		assertThat(after(2).on(new Again(UpgradeAction.TAKE_BACK)).actions()).as("nothing has failed").isEmpty();
		UpgradeStateMachine leaving = after(6).on(new StopRequested()).next();
		assertThat(leaving.on(new Again(UpgradeAction.LEAVE)).actions()).as("it leaves").isEmpty();
	}

	@Test
	void everyReachableStateKeepsTheInvariants() {
		Map<UpgradeStateMachine, Set<UpgradeStateMachine>> graph = explore();
		graph.forEach((from, successors) -> {
			for (UpgradeEvent event : ALL_EVENTS) {
				check(from, from.on(event));
			}
		});
	}

	private void check(UpgradeStateMachine from, Transition transition) {
		UpgradeStateMachine to = transition.next();
		List<UpgradeAction> actions = transition.actions();
		assertThat(to.stopping() || !from.stopping()).as("stopping is final").isTrue();
		assertThat(to.ending().isEmpty() || to.phase() != UpgradePhase.SERVING && to.phase() != UpgradePhase.DRAINING)
			.as("only a running upgrade ends")
			.isTrue();
		if (actions.contains(UpgradeAction.PREPARE)) {
			assertThat(from).as("one upgrade at a time").isEqualTo(UpgradeStateMachine.INITIAL);
		}
		if (actions.contains(UpgradeAction.LAUNCH)) {
			assertThat(from.phase()).as("one launch of an upgrade").isIn(UpgradePhase.SERVING, UpgradePhase.PREPARING);
			assertThat(from.ending()).as("nothing is launched after an abort").isEmpty();
		}
		if (to.ending().isPresent() && from.ending().isEmpty()) {
			assertThat(actions).as("a failure is answered at once")
				.containsExactly(UpgradeAction.TAKE_BACK, UpgradeAction.TERMINATE_SUCCESSOR);
		}
		if (to.sharing() != UpgradeStateMachine.Sharing.NOT_YET) {
			assertThat(to.phase()).as("both get connections in one phase only").isEqualTo(UpgradePhase.SHIFTING);
			assertThat(to.hasShared()).isTrue();
		}
		if (actions.contains(UpgradeAction.SHIFT)) {
			assertThat(to.phase()).as("nothing is moved in another phase").isEqualTo(UpgradePhase.SHIFTING);
			assertThat(to.ending()).as("nothing is moved after a failure").isEmpty();
		}
		if (transition.closed().isEmpty() && to.equals(from) && !actions.contains(UpgradeAction.SHIFT)) {
			assertThat(actions).as("only what cannot be left out is done again")
				.allMatch(UpgradeAction::isIndispensable);
		}
		if (from.hasShared() && transition.closed().isPresent() && !to.stopping()) {
			assertThat(transition.closed().orElseThrow().outcome()).as("who had traffic did not just fail")
				.isNotEqualTo(UpgradeOutcome.FAILED);
		}
		if (to.rehearsal()) {
			assertThat(to.phase()).as("a rehearsal goes no further")
				.isIn(UpgradePhase.PREPARING, UpgradePhase.LAUNCHING, UpgradePhase.STARTING);
			assertThat(to.hasShared()).as("a rehearsal gets no connection").isFalse();
			assertThat(actions).doesNotContain(UpgradeAction.SHIFT, UpgradeAction.BEGIN_PROBATION, UpgradeAction.LEAVE);
		}
		transition.closed().ifPresent((ending) -> {
			assertThat(ending.isFailure()).as("every end but that of a rehearsal has a reason")
				.isEqualTo(ending.reason().isPresent());
			assertThat(ending.isFailure() || from.rehearsal()).as("only a rehearsal is rehearsed").isTrue();
		});
		assertThat(actions.contains(UpgradeAction.CLOSE_RECORD)).as("a record is closed exactly when it is over")
			.isEqualTo(transition.closed().isPresent());
		if (to.phase() == UpgradePhase.DRAINING && from.phase() != UpgradePhase.DRAINING && !to.stopping()) {
			assertThat(from.phase()).as("only a proven successor lets this instance leave")
				.isEqualTo(UpgradePhase.PROBATION);
			assertThat(actions).containsExactly(UpgradeAction.LEAVE);
		}
	}

	@Test
	void everyReachableStateHasAWayBackToServingOrOut() {
		Map<UpgradeStateMachine, Set<UpgradeStateMachine>> graph = explore();
		assertThat(graph).hasSizeGreaterThan(20);
		for (UpgradeStateMachine state : graph.keySet()) {
			assertThat(reachableFrom(state, graph)).as("from %s", state)
				.anyMatch((end) -> end.phase() == UpgradePhase.SERVING && !end.stopping()
						|| end.phase() == UpgradePhase.DRAINING);
		}
	}

	@Test
	void everyEndingWaitsForNothingButTheEndOfTheProcess() {
		explore().keySet()
			.stream()
			.filter((state) -> state.ending().isPresent())
			.forEach((state) -> assertThat(state.on(new SuccessorExited("")).next().ending()).isEmpty());
	}

	private static Map<UpgradeStateMachine, Set<UpgradeStateMachine>> explore() {
		Map<UpgradeStateMachine, Set<UpgradeStateMachine>> graph = new HashMap<>();
		Deque<UpgradeStateMachine> open = new ArrayDeque<>(List.of(UpgradeStateMachine.INITIAL));
		while (!open.isEmpty()) {
			UpgradeStateMachine state = open.pop();
			if (graph.containsKey(state)) {
				continue;
			}
			Set<UpgradeStateMachine> next = new HashSet<>();
			ALL_EVENTS.forEach((event) -> next.add(state.on(event).next()));
			graph.put(state, next);
			open.addAll(next);
		}
		return graph;
	}

	private static Set<UpgradeStateMachine> reachableFrom(UpgradeStateMachine start,
			Map<UpgradeStateMachine, Set<UpgradeStateMachine>> graph) {
		Set<UpgradeStateMachine> seen = new HashSet<>();
		Deque<UpgradeStateMachine> open = new ArrayDeque<>(List.of(start));
		while (!open.isEmpty()) {
			UpgradeStateMachine state = open.pop();
			if (seen.add(state)) {
				open.addAll(graph.get(state));
			}
		}
		return seen;
	}

}
