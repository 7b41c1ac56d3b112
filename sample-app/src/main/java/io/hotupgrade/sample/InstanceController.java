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

	private final ObjectProvider<Generation> generation;

	private final String version;

	InstanceController(ObjectProvider<Generation> generation, SampleProperties properties) {
		this.generation = generation;
		this.version = properties.version();
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_PLAIN_VALUE)
	String instance() {
		int current = this.generation.getIfAvailable(() -> () -> 0).current();
		return "pid=" + this.pid + " generation=" + current + " version=" + this.version;
	}

}
