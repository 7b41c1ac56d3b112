package io.hotupgrade.internal.process;

import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.process.Addressee.Relation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Addressee}, with this process, which is a JVM, and children of it.
 */
class AddresseeTests {

	private static final ProcessHandle SELF = ProcessHandle.current();

	@Test
	void relationOfTheProcessItselfIsSame() {
		assertThat(new Addressee(Long.toString(SELF.pid())).relationTo(SELF)).isEqualTo(Relation.SAME);
	}

	@Test
	void relationWhenThePredecessorDoesNotSayIsSame() {
		assertThat(new Addressee("").relationTo(SELF)).isEqualTo(Relation.SAME);
		assertThat(new Addressee("of a later release").relationTo(SELF)).isEqualTo(Relation.SAME);
	}

	@Test
	void relationOfAChildToItsParentAsLauncherIsSame() throws Exception {
		withChild((child) -> assertThat(Addressee.childOf(SELF.pid()).relationTo(child)).isEqualTo(Relation.SAME));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void relationOfAChildOfAJvmIsBehindAJvm() throws Exception {
		withChild((child) -> assertThat(new Addressee(Long.toString(SELF.pid())).relationTo(child))
			.isEqualTo(Relation.BEHIND_A_JVM));
	}

	@Test
	void relationOfAChildOfAScriptIsBehindAScript() throws Exception {
		withChild((script) -> {
			ProcessHandle child = awaitChild(script);
			assertThat(new Addressee(Long.toString(script.pid())).relationTo(child))
				.isEqualTo(Relation.BEHIND_A_SCRIPT);
		});
	}

	@Test
	void relationOfAnyOtherProcessIsNone() throws Exception {
		withChild((child) -> assertThat(new Addressee(Long.toString(child.pid())).relationTo(SELF))
			.isEqualTo(Relation.NONE));
	}

	/**
	 * As then it belongs to some other process, whoever it is.
	 */
	@Test
	void relationOfAChildWhoseLauncherHasEndedIsNotCertain() throws Exception {
		Process ended = new ProcessBuilder("true").start();
		assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(Addressee.childOf(ended.pid()).relationTo(SELF)).isEqualTo(Relation.BEHIND_A_SCRIPT);
	}

	private static ProcessHandle awaitChild(ProcessHandle script) {
		while (script.children().findAny().isEmpty()) {
			assertThat(script.isAlive()).isTrue();
			Thread.onSpinWait();
		}
		return script.children().findAny().orElseThrow();
	}

	/** A shell with a child of its own. */
	private static void withChild(Check check) throws Exception {
		Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 60; true").start();
		try {
			check.check(process.toHandle());
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	private interface Check {

		void check(ProcessHandle child) throws Exception;

	}

}
