package io.hotupgrade.loginapp;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.SessionScope;

/**
 * The letters of one session.
 */
@Component
@SessionScope
class Letters implements Serializable {

	private static final long serialVersionUID = 1;

	private final List<String> sent = new ArrayList<>();

	synchronized void send(String text) {
		this.sent.add(text);
	}

	synchronized List<String> sent() {
		return List.copyOf(this.sent);
	}

}
