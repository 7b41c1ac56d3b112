package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.endpoint.SourcePollingChannelAdapter;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PollerIntakeLibrary}, with an adapter that polls a queue.
 */
class PollerIntakeLibraryTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final PollerIntakeLibrary library = new PollerIntakeLibrary();

	private final BlockingQueue<String> source = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch end = new CountDownLatch(1);

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	private final SourcePollingChannelAdapter adapter = new SourcePollingChannelAdapter();

	@BeforeEach
	void create() {
		this.scheduler.initialize();
		DirectChannel channel = new DirectChannel();
		channel.subscribe(this::handle);
		this.adapter.setSource(() -> {
			String next = this.source.poll();
			return (next != null) ? new GenericMessage<>(next) : null;
		});
		this.adapter.setOutputChannel(channel);
		this.adapter.setTrigger(new PeriodicTrigger(Duration.ofMillis(10)));
		this.adapter.setTaskScheduler(this.scheduler);
		this.adapter.setBeanFactory(new DefaultListableBeanFactory());
		this.adapter.setMaxMessagesPerPoll(5);
		this.adapter.afterPropertiesSet();
		this.adapter.start();
	}

	@AfterEach
	void stop() {
		this.end.countDown();
		this.adapter.stop();
		this.scheduler.shutdown();
	}

	@Test
	void whatWasPolledIsHandledToItsEndAndNothingMoreIsPolled() throws Exception {
		this.source.add("first");
		assertThat(this.begun.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		Stopping stopping = this.library.stop(this.adapter);
		this.source.add("second");
		assertThat(stopping.await(Duration.ofMillis(1))).isFalse();
		this.end.countDown();
		assertThat(stopping.await(LIMIT)).isTrue();
		assertThat(this.adapter.isRunning()).isFalse();
		assertThat(this.handled).containsExactly("first");
		assertThat(this.source).containsExactly("second");
	}

	@Test
	void pollsAsBeforeWhenItIsStartedAgain() throws Exception {
		this.end.countDown();
		assertThat(this.library.stop(this.adapter).await(LIMIT)).isTrue();
		this.source.add("later");
		this.library.start(this.adapter, Instant.now());
		assertThat(this.handled.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("later");
		assertThat(this.adapter.getMaxMessagesPerPoll()).isEqualTo(5);
	}

	private void handle(Message<?> message) {
		this.begun.countDown();
		try {
			this.end.await();
			this.handled.add(message.getPayload().toString());
		}
		catch (InterruptedException ex) {
			this.handled.add("interrupted");
		}
	}

}
