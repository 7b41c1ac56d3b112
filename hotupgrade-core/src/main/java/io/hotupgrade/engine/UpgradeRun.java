package io.hotupgrade.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.process.LaunchException;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade at its predecessor, from its begin until it is in the history: its story,
 * the successor once there is one, and how far new connections have been moved. Used on
 * the engine's thread only.
 */
final class UpgradeRun {

	private final Instance instance;

	private final UpgradeInProgress story;

	private final SuccessorSource source;

	private final ShiftCourse course;

	private final BiConsumer<UpgradeRun, UpgradeEvent> events;

	private @Nullable SuccessorLink link;

	private boolean over;

	/**
	 * Creates a run without a successor.
	 * @param instance the predecessor
	 * @param story what is written down
	 * @param source provides the successor
	 * @param course the steps of moving new connections
	 * @param events is given what happens in this upgrade
	 */
	UpgradeRun(Instance instance, UpgradeInProgress story, SuccessorSource source, ShiftCourse course,
			BiConsumer<UpgradeRun, UpgradeEvent> events) {
		this.instance = instance;
		this.story = story;
		this.source = source;
		this.course = course;
		this.events = events;
	}

	String id() {
		return this.story.id();
	}

	UpgradeInProgress story() {
		return this.story;
	}

	UpgradeRecord record() {
		return this.story.record();
	}

	ShiftCourse course() {
		return this.course;
	}

	/**
	 * The successor, if it was launched.
	 */
	Optional<SuccessorLink> successor() {
		return Optional.ofNullable(this.link);
	}

	/**
	 * The successor, where there cannot but be one.
	 */
	SuccessorLink link() {
		return successor().orElseThrow();
	}

	/**
	 * Something has happened, which counts as long as this upgrade is the current one.
	 */
	void on(UpgradeEvent event) {
		this.events.accept(this, event);
	}

	/**
	 * Prepares the start of the successor, and does not wait for that.
	 */
	void prepare() {
		this.source.prepare((how) -> {
			if (!this.over) {
				this.story.prepared(how);
				on(new UpgradeEvent.Prepared());
			}
		});
	}

	/**
	 * Ends the preparation, if it is still under way.
	 */
	void stopPreparing() {
		this.source.stopPreparing("the upgrade was ended");
	}

	void provideSuccessor(SuccessorLink.Events reports) throws LaunchException {
		SuccessorLink launched = this.source.provide(this.story.record(), reports);
		this.link = launched;
		this.story.launched(launched.pid());
	}

	/**
	 * Tells everybody how far the upgrade is: those who ask here, and the successor.
	 */
	void publish() {
		UpgradeRecord record = this.story.record();
		this.instance.progress(record);
		successor().ifPresent((launched) -> launched.send(new ControlMessage.Progress(record)));
	}

	/**
	 * The upgrade is in the history.
	 */
	void end() {
		this.over = true;
	}

	boolean isOver() {
		return this.over;
	}

	List<String> lastOutput() {
		return successor().map((launched) -> launched.process().lastOutput()).orElse(List.of());
	}

}
