package io.hotupgrade.autoconfigure.warmup;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What the requests of the pipeline's warm-up end with that are to fail.
 */
final class PipelineException extends ResponseStatusException {

	private static final long serialVersionUID = 1L;

	PipelineException() {
		super(HttpStatus.NOT_FOUND);
	}

}
