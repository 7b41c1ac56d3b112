package io.hotupgrade.messagingapp;

import java.io.IOException;

import org.springframework.context.annotation.Profile;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Takes numbers from a topic, in two threads.
 */
@Component
@Profile("kafka")
class KafkaNumbers {

	private final NumberHandler handler;

	KafkaNumbers(NumberHandler handler) {
		this.handler = handler;
	}

	@KafkaListener(topics = "numbers", groupId = "messaging")
	void handle(String number) throws InterruptedException, IOException {
		this.handler.handle(Long.parseLong(number));
	}

}
