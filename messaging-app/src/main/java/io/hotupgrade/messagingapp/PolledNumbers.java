package io.hotupgrade.messagingapp;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.jdbc.inbound.JdbcPollingChannelAdapter;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Takes numbers from a table, a few in each transaction, by a polling adapter of Spring
 * Integration. Two instances do not get the same rows.
 */
@Configuration(proxyBeanMethods = false)
@Profile("integration")
class PolledNumbers {

	private static final Duration PERIOD = Duration.ofMillis(20);

	private final NumberHandler handler;

	PolledNumbers(NumberHandler handler) {
		this.handler = handler;
	}

	@Bean
	IntegrationFlow numbersFlow(DataSource dataSource, PlatformTransactionManager transactions) {
		JdbcPollingChannelAdapter source = new JdbcPollingChannelAdapter(dataSource,
				"select number from numbers where taken = false order by number limit 20 for update skip locked");
		source.setUpdateSql("update numbers set taken = true where number = :number");
		source.setUpdatePerRow(true);
		return IntegrationFlow
			.from(source,
					(endpoint) -> endpoint.id("numbersPoller")
						.poller(Pollers.fixedDelay(PERIOD).transactional(transactions)))
			.handle((message) -> handle((List<?>) message.getPayload()))
			.get();
	}

	private void handle(List<?> rows) {
		for (Object row : rows) {
			this.handler.handleUnchecked(((Number) ((Map<?, ?>) row).get("NUMBER")).longValue());
		}
	}

}
