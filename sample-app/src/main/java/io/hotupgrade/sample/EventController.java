package io.hotupgrade.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends ten numbered events a second.
 */
@RestController
class EventController {

	private static final int EVENTS_PER_SECOND = 10;

	private static final int LONGEST_SECONDS = 3_600;

	private static final Duration MARGIN = Duration.ofSeconds(30);

	private final Executor executor;

	EventController(@Qualifier(TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME) Executor executor) {
		this.executor = executor;
	}

	@GetMapping(path = "/sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events(@RequestParam("seconds") int seconds) {
		RequestLimits.require("seconds", seconds, 0, LONGEST_SECONDS);
		SseEmitter emitter = new SseEmitter(Duration.ofSeconds(seconds).plus(MARGIN).toMillis());
		this.executor.execute(() -> send(emitter, seconds * EVENTS_PER_SECOND));
		return emitter;
	}

	private static void send(SseEmitter emitter, int events) {
		try {
			for (int event = 1; event <= events; event++) {
				emitter.send("event " + event);
				TimeUnit.MILLISECONDS.sleep(1_000 / EVENTS_PER_SECOND);
			}
			emitter.complete();
		}
		catch (IOException | IllegalStateException ex) {
			// The client is gone, or somebody else has ended the stream.
			emitter.completeWithError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			emitter.completeWithError(ex);
		}
	}

}
