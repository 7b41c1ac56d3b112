package io.hotupgrade.messagingapp;

import java.io.IOException;

import org.springframework.context.annotation.Profile;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.stereotype.Component;

/**
 * Takes numbers from a queue of a JMS broker, in two threads.
 */
@Component
@Profile("jms")
class JmsNumbers {

	private final NumberHandler handler;

	JmsNumbers(NumberHandler handler) {
		this.handler = handler;
	}

	@JmsListener(destination = "numbers", concurrency = "2")
	void handle(String number) throws InterruptedException, IOException {
		this.handler.handle(Long.parseLong(number));
	}

}
