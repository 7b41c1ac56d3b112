package io.hotupgrade.sample;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says which instance answers.
 */
@RestController
class InstanceController {

	private final long pid = ProcessHandle.current().pid();

	private final Generation generation;

	private final String version;

	InstanceController(ObjectProvider<Generation> generation, SampleProperties properties) {
		// Once: a look-up in the context at each request would cost more than the rest of
		// it.
		this.generation = generation.getIfAvailable(() -> () -> 0);
		this.version = properties.version();
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_PLAIN_VALUE)
	String instance() {
		return "pid=" + this.pid + " generation=" + this.generation.current() + " version=" + this.version;
	}

}
