package io.hotupgrade.internal.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineLog} and {@link LogWriter} with an output that gets stuck.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogWriterTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final CountDownLatch open = new CountDownLatch(1);

	private final List<String> written = new CopyOnWriteArrayList<>();

	private final List<String> contexts = new CopyOnWriteArrayList<>();

	private final LogWriter writer = new LogWriter(3);

	private final Logger target = (Logger) LoggerFactory.getLogger(EngineLog.class);

	private final EngineLog log = new EngineLog(this.target, this.writer);

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
		@Override
		protected void append(ILoggingEvent event) {
			try {
				LogWriterTests.this.open.await();
				LogWriterTests.this.contexts.add(event.getMDCPropertyMap().getOrDefault(EngineLog.UPGRADE_KEY, "none"));
				LogWriterTests.this.written.add(event.getFormattedMessage());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	};

	@BeforeEach
	void addAppender() {
		this.appender.setContext(this.target.getLoggerContext());
		this.appender.start();
		this.target.addAppender(this.appender);
	}

	@Test
	void upgradeThatTheThreadIsAboutIsInTheContextOfWhatItLogs() {
		this.open.countDown();
		EngineLog.about("4c1d");
		this.log.info("one");
		EngineLog.aboutNothing();
		this.log.info("two");
		Awaitility.await().atMost(LIMIT).until(() -> this.contexts.size() == 2);
		assertThat(this.contexts).containsExactly("4c1d", "none");
	}

	@AfterEach
	void removeAppender() {
		this.open.countDown();
		this.target.detachAppender(this.appender);
	}

	@Test
	void writesInOrderAndFlushWaitsForIt() {
		this.open.countDown();
		this.log.info("{} and {}", 1, 2);
		this.log.warn("three", new IllegalStateException("why"));
		this.writer.flush(LIMIT);
		assertThat(this.written).containsExactly("1 and 2", "three");
	}

	@Test
	void whenWritingIsStuckNobodyWaitsAndWhatIsLeftOutIsCounted() {
		this.log.info("stuck");
		Awaitility.await().atMost(LIMIT).until(() -> isTaken());
		IntStream.range(0, 10).forEach((i) -> this.log.info("message {}", i));
		this.writer.flush(Duration.ofMillis(50));
		assertThat(this.written).isEmpty();
		this.open.countDown();
		Awaitility.await().atMost(LIMIT).until(() -> this.written.size() == 5);
		assertThat(this.written).containsExactly("stuck", "message 0", "message 1", "message 2",
				"7 messages about upgrades are missing here, because the log could not be written for a while");
	}

	private static boolean isTaken() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((thread) -> thread.getKey().getName().equals("hotupgrade-log"))
			.flatMap((thread) -> List.of(thread.getValue()).stream())
			.anyMatch((frame) -> frame.getClassName().startsWith(LogWriterTests.class.getName()));
	}

	@Test
	void whatCannotBeWrittenDoesNotEndTheThread() {
		this.open.countDown();
		this.writer.write(() -> {
			throw new StackOverflowError();
		});
		this.log.info("next");
		Awaitility.await().atMost(LIMIT).until(() -> this.written.size() == 2);
		assertThat(this.written).containsExactly("next",
				"1 messages about upgrades are missing here, because the log could not be written for a while");
	}

}
