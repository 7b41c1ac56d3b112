package io.hotupgrade.namesapp;

import java.io.IOException;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What becomes of a process.
 */
@RestController
class ProcessController {

	@GetMapping("/")
	long pid() {
		return ProcessHandle.current().pid();
	}

	@GetMapping("/starts")
	int starts() {
		return NamesApplication.starts();
	}

	/**
	 * Starts the context of this process again.
	 */
	@PostMapping("/restart")
	void restart() {
		NamesApplication.restart();
	}

	/**
	 * Starts another application from the same jar, as a child that inherits everything.
	 * @param port its port
	 * @return its process id
	 */
	@PostMapping("/child")
	long child(@RequestParam int port) throws IOException {
		String java = ProcessHandle.current().info().command().orElseThrow();
		return new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("java.class.path"),
				"--server.port=" + port, "--spring.pid.file=child.pid", "--spring.application.name=child")
			.inheritIO()
			.start()
			.pid();
	}

}
