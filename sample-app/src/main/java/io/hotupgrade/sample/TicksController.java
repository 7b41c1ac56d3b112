package io.hotupgrade.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Does a job by the clock, and says how often this instance has done it, and when.
 */
@RestController
class TicksController {

	private final long pid = ProcessHandle.current().pid();

	private final Path log;

	private final Optional<TickNumbers> numbers;

	private long count;

	private Instant first;

	private Instant last;

	TicksController(SampleProperties properties, Optional<TickNumbers> numbers) {
		this.log = properties.tickLog();
		this.numbers = numbers;
	}

	@Scheduled(fixedRateString = "${sample.tick-interval:1s}")
	void tick() {
		log("begin");
		count(Instant.now());
		this.numbers.ifPresent(TickNumbers::next);
		log("end");
	}

	private synchronized void count(Instant now) {
		this.count++;
		this.first = (this.first != null) ? this.first : now;
		this.last = now;
	}

	/**
	 * One write of less than a page to a file opened for appending: two processes do not
	 * mix their lines.
	 */
	private void log(String what) {
		if (this.log == null) {
			return;
		}
		try {
			Files.writeString(this.log, this.pid + " " + what + "\n", StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write to sample.tick-log", ex);
		}
	}

	@GetMapping(path = "/ticks", produces = MediaType.TEXT_PLAIN_VALUE)
	synchronized String ticks() {
		return "pid=" + this.pid + " ticks=" + this.count + " first=" + this.first + " last=" + this.last;
	}

}
