package io.hotupgrade.sessions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.internal.control.Invitation;
import io.hotupgrade.sessions.TestSessions.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Two instances that share sessions over a real socket.
 */
@Timeout(60)
class SharedSessionsTests {

	@TempDir
	Path directory;

	private TestSessions first;

	private TestSessions second;

	@BeforeEach
	void connect() {
		this.first = new TestSessions(this.directory);
		this.second = new TestSessions(this.directory);
		this.second.exchange.invited(this.first.exchange.invite().orElseThrow());
		await().until(this.first.exchange::isLinked);
	}

	@AfterEach
	void close() {
		this.first.close();
		this.second.close();
	}

	@Test
	void aSessionMovesToWhoeverIsAsked() {
		this.first.create("a");
		assertThat(this.second.count("a")).isEqualTo(1);
		assertThat(this.first.sessions).isEmpty();
		assertThat(this.first.count("a")).isEqualTo(2);
		assertThat(this.second.sessions).isEmpty();
		assertThat(this.first.exchange.receipt()).isEqualTo(new SessionsReceipt(1, 1, 0, 0));
	}

	@Test
	void whatNeitherHasIsUnknown() {
		assertThat(this.second.shared.acquire("none")).isNull();
		assertThat(this.first.shared.acquire("none")).isNull();
	}

	@Test
	void nobodyWithoutTheKeyIsLetIn() {
		Invitation invitation = this.second.exchange.invite().orElseThrow();
		this.second.create("a");
		try (TestSessions stranger = new TestSessions(this.directory)) {
			stranger.exchange.invited(new Invitation(invitation.socket(), "0".repeat(32)));
			await().until(() -> !stranger.exchange.isLinked());
			assertThat(stranger.shared.acquire("a")).isNull();
		}
		assertThat(this.first.count("a")).isEqualTo(1);
	}

	@Test
	void noCountIsLostOrDoubledWhileBothInstancesHammerTheSameSessions() throws Exception {
		int threads = 4;
		int rounds = 3000;
		int moves = 10;
		AtomicInteger counts = new AtomicInteger();
		for (String id : List.of("a", "b", "c")) {
			this.first.create(id);
		}
		List<CompletableFuture<Void>> requests = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			TestSessions instance = (i % 2 == 0) ? this.first : this.second;
			requests.add(CompletableFuture.runAsync(() -> {
				// One that is alone for a moment does all its rounds in it.
				for (int j = 0; j < rounds || this.first.exchange.receipt().moved() <= moves; j++) {
					instance.count(List.of("a", "b", "c").get(ThreadLocalRandom.current().nextInt(3)));
					counts.incrementAndGet();
				}
			}, (task) -> new Thread(task).start()));
		}
		CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
		int counted = List.of("a", "b", "c").stream().mapToInt((id) -> this.second.count(id) - 1).sum();
		assertThat(counted).isEqualTo(counts.get()).isGreaterThanOrEqualTo(threads * rounds);
	}

	@Test
	void aSessionThatARequestUsesComesWhenTheRequestEnds() throws Exception {
		this.first.create("a");
		Session used = this.first.shared.acquire("a");
		CompletableFuture<Integer> elsewhere = CompletableFuture.supplyAsync(() -> this.second.count("a"));
		used.count();
		this.first.shared.release(used, "a");
		assertThat(elsewhere.get(10, TimeUnit.SECONDS)).isEqualTo(2);
	}

	@Test
	void aRequestThatTakesTooLongHasItsChangesCarriedAfterTheSession() {
		this.first.create("a").attributes.put("untouched", "x");
		Session used = this.first.shared.acquire("a");
		assertThat(this.second.count("a")).isEqualTo(1);
		used.attributes.put("late", "y");
		used.attributes.remove("untouched");
		this.first.shared.release(used, "a");
		await().untilAsserted(
				() -> assertThat(this.second.sessions.get("a").attributes).containsOnlyKeys("count", "late"));
	}

	@Test
	void lateChangesDoNotReplaceWhatTheOwnerHasChanged() {
		this.first.create("a").count();
		Session used = this.first.shared.acquire("a");
		assertThat(this.second.count("a")).isEqualTo(2);
		used.attributes.put("count", 99);
		used.attributes.put("late", "y");
		this.first.shared.release(used, "a");
		await().untilAsserted(() -> assertThat(this.second.sessions.get("a").attributes).containsEntry("late", "y"));
		assertThat(this.second.count("a")).isEqualTo(3);
	}

	@Test
	void aRequestThatHasLostItsSessionEndsItWhereItIs() {
		this.first.create("a");
		Session used = this.first.shared.acquire("a");
		this.second.count("a");
		Session there = this.second.sessions.get("a");
		this.first.end(used);
		await().until(() -> there.ended);
		assertThat(this.second.shared.acquire("a")).isNull();
		assertThat(this.first.shared.acquire("a")).isNull();
	}

	@Test
	void aSessionThatChangesItsIdIsFoundByTheNewOne() {
		this.first.create("a").count();
		Session session = this.first.shared.acquire("a");
		int users = this.first.shared.deleted(session, "a");
		this.first.shared.created(session, "b", users);
		this.first.shared.release(session, "b");
		assertThat(users).isEqualTo(1);
		assertThat(this.second.shared.acquire("a")).isNull();
		assertThat(this.second.count("b")).isEqualTo(2);
	}

	@Test
	void whoLeavesGivesAllThatItHas() {
		for (int i = 0; i < 2000; i++) {
			this.first.create("s" + i).count();
		}
		this.first.exchange.leave();
		assertThat(this.second.sessions).hasSize(2000);
		assertThat(this.second.count("s17")).isEqualTo(2);
		assertThat(this.first.sessions).isEmpty();
		assertThat(this.first.exchange.receipt()).isEqualTo(new SessionsReceipt(2000, 0, 0, 0));
	}

	@Test
	void sessionsAreFoundWhileTheyAreGivenInBulk() throws Exception {
		for (int i = 0; i < 2000; i++) {
			this.first.create("s" + i);
		}
		CompletableFuture<Void> leaving = CompletableFuture.runAsync(this.first.exchange::leave);
		for (int i = 1999; i >= 0; i--) {
			assertThat(this.second.count("s" + i)).isEqualTo(1);
		}
		leaving.get(30, TimeUnit.SECONDS);
		assertThat(this.second.sessions).hasSize(2000);
	}

	@Test
	void whatIsTooLargeStaysAndIsCounted() {
		this.first.create("large").attributes.put("data", new byte[TestSessions.MAX_SIZE]);
		assertThat(this.second.shared.acquire("large")).isNull();
		assertThat(this.first.count("large")).isEqualTo(1);
		this.first.exchange.leave();
		assertThat(this.first.exchange.receipt()).isEqualTo(new SessionsReceipt(0, 0, 1, 0));
	}

	@Test
	void sessionsOfAnInstanceThatDiesGoOnAsTheyWereWhenTheyWereGiven() {
		this.first.create("a").count();
		this.second.count("a");
		this.second.close();
		await().until(() -> !this.first.exchange.isLinked());
		assertThat(this.first.count("a")).isEqualTo(2);
	}

	@Test
	void requestsThatComeWhileTheOtherInstanceDiesFindTheirSessions() throws Exception {
		int number = 500;
		for (int i = 0; i < number; i++) {
			this.first.create("s" + i).count();
			this.second.count("s" + i);
		}
		AtomicInteger started = new AtomicInteger();
		List<CompletableFuture<Void>> requests = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			int thread = i;
			requests.add(CompletableFuture.runAsync(() -> {
				for (int j = thread; j < number; j += 4) {
					started.incrementAndGet();
					assertThat(this.first.count("s" + j)).as("s" + j).isBetween(2, 3);
				}
			}, (task) -> new Thread(task).start()));
		}
		await().until(() -> started.get() > number / 10);
		this.second.close();
		CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
	}

	@Test
	void aSessionThatWasEndedElsewhereDoesNotComeBackWhenTheOtherInstanceDies() {
		this.first.create("a").count();
		this.second.count("a");
		this.second.end(this.second.sessions.get("a"));
		this.second.create("b");
		assertThat(this.first.count("b")).as("all that was said before has been heard").isEqualTo(1);
		this.second.close();
		await().until(() -> !this.first.exchange.isLinked());
		assertThat(this.first.shared.acquire("a")).isNull();
	}

	@Test
	void aRequestIsRefusedWhereAnInstanceThatHangsMayHaveTheSession() {
		this.first.create("a");
		this.first.writing = new CompletableFuture<>();
		assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> this.second.shared.acquire("a"))
			.withMessageContaining("5 s");
		this.first.writing.complete(null);
		assertThat(this.second.count("a")).isEqualTo(1);
	}

}
