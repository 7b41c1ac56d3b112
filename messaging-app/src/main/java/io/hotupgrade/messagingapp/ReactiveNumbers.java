package io.hotupgrade.messagingapp;

import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Takes numbers from a table, a few in each transaction, by a reactive method that is
 * scheduled.
 */
@Component
@Profile("reactive")
class ReactiveNumbers {

	private final NumberHandler handler;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	ReactiveNumbers(NumberHandler handler, JdbcTemplate jdbc, TransactionTemplate transactions) {
		this.handler = handler;
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	@Scheduled(fixedDelay = 20)
	Mono<Void> take() {
		return Mono.fromRunnable(() -> this.transactions.executeWithoutResult((status) -> takeSome()))
			.subscribeOn(Schedulers.boundedElastic())
			.then();
	}

	private void takeSome() {
		for (Long number : this.jdbc.queryForList(
				"select number from numbers where taken = false order by number limit 20 for update skip locked",
				Long.class)) {
			this.handler.handleUnchecked(number);
			this.jdbc.update("update numbers set taken = true where number = ?", number);
		}
	}

}
