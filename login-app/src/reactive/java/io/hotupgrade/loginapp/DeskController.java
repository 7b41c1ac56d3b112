package io.hotupgrade.loginapp;

import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * Takes letters.
 */
@RestController
class DeskController {

	private static final String LETTERS = "letters";

	@GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
	Mono<String> desk(Principal user, WebSession session, ServerWebExchange exchange) {
		Mono<CsrfToken> token = exchange.getRequiredAttribute(CsrfToken.class.getName());
		return token.map((csrf) -> DeskPage.render(user.getName(), csrf.getParameterName(), csrf.getToken(),
				session.getAttributeOrDefault(LETTERS, List.of())));
	}

	@PostMapping("/letters")
	Mono<ResponseEntity<Void>> send(WebSession session, ServerWebExchange exchange) {
		return exchange.getFormData().map((form) -> {
			List<String> letters = new ArrayList<>(session.<List<String>>getAttributeOrDefault(LETTERS, List.of()));
			letters.add(form.getFirst("text"));
			session.getAttributes().put(LETTERS, letters);
			return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create("/")).build();
		});
	}

}
