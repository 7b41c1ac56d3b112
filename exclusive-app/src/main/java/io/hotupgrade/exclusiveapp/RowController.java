package io.hotupgrade.exclusiveapp;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Counts requests in the database: each of them is a row.
 */
@RestController
class RowController {

	private final String pid = Long.toString(ProcessHandle.current().pid());

	private final JdbcTemplate jdbc;

	RowController(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_PLAIN_VALUE)
	ResponseEntity<String> write() {
		this.jdbc.update("insert into requests (instance) values (?)", this.pid);
		return ResponseEntity.ok().header("X-Instance", this.pid).body("pid=" + this.pid + " wrote a row");
	}

	@GetMapping(path = "/count", produces = MediaType.TEXT_PLAIN_VALUE)
	String count() {
		return String.valueOf(this.jdbc.queryForObject("select count(*) from requests", Long.class));
	}

}
