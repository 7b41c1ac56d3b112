package io.hotupgrade.messagingapp;

import java.io.IOException;

import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Takes numbers from a queue of RabbitMQ, in two threads.
 */
@Component
@Profile("rabbit")
class RabbitNumbers {

	private final NumberHandler handler;

	RabbitNumbers(NumberHandler handler) {
		this.handler = handler;
	}

	@RabbitListener(queues = "numbers")
	void handle(String number) throws InterruptedException, IOException {
		this.handler.handle(Long.parseLong(number));
	}

	/** Declared by whoever comes first. */
	@Bean
	static Queue numbers() {
		return new Queue("numbers");
	}

}
