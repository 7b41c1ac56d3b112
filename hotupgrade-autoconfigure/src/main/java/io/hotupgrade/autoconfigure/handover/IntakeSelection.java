package io.hotupgrade.autoconfigure.handover;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells which beans take in new work. Types are known by name, so that none of them has
 * to be on the class path.
 */
final class IntakeSelection {

	/**
	 * Nothing that serves a request in flight: a task scheduler does, for example, and so
	 * is not among them. Who starts a container is among them like that itself.
	 */
	static final Set<String> DEFAULT_TYPES = Set.of("org.springframework.jms.config.JmsListenerEndpointRegistry",
			"org.springframework.jms.listener.AbstractJmsListeningContainer",
			"org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry",
			"org.springframework.amqp.rabbit.listener.MessageListenerContainer",
			"org.springframework.kafka.config.KafkaListenerEndpointRegistry",
			"org.springframework.kafka.config.StreamsBuilderFactoryBean",
			"org.springframework.kafka.listener.MessageListenerContainer",
			"org.springframework.pulsar.config.GenericListenerEndpointRegistry",
			"org.springframework.pulsar.listener.PulsarMessageListenerContainer",
			"org.springframework.data.redis.listener.RedisMessageListenerContainer",
			"org.springframework.data.redis.stream.StreamMessageListenerContainer",
			"org.springframework.data.mongodb.core.messaging.MessageListenerContainer",
			"org.springframework.integration.endpoint.SourcePollingChannelAdapter",
			"org.springframework.integration.amqp.inbound.AmqpInboundChannelAdapter",
			"org.springframework.integration.amqp.inbound.AmqpInboundGateway",
			"org.springframework.integration.jms.JmsInboundGateway",
			"org.springframework.integration.jms.JmsMessageDrivenEndpoint",
			"org.springframework.integration.jms.inbound.JmsInboundGateway",
			"org.springframework.integration.jms.inbound.JmsMessageDrivenEndpoint",
			"org.springframework.integration.kafka.inbound.KafkaInboundEndpoint",
			"org.springframework.cloud.stream.binding.InputBindingLifecycle",
			"org.springframework.scheduling.quartz.SchedulerFactoryBean",
			"io.awspring.cloud.sqs.listener.MessageListenerContainer",
			"io.awspring.cloud.sqs.listener.MessageListenerContainerRegistry");

	private final Set<String> included;

	private final Set<String> excluded;

	/**
	 * Creates a selection.
	 * @param included names of beans, and full or simple names of types, to add
	 * @param excluded the same, to leave out; goes first
	 */
	IntakeSelection(Collection<String> included, Collection<String> excluded) {
		this.included = new HashSet<>(DEFAULT_TYPES);
		this.included.addAll(included);
		this.excluded = Set.copyOf(excluded);
	}

	boolean isIntake(String beanName, Class<?> type) {
		List<String> names = namesOf(type);
		return !matches(this.excluded, beanName, names) && matches(this.included, beanName, names);
	}

	/**
	 * Whether a scheduled task is to run even when other work has stopped. Spring
	 * describes the task of a {@code @Scheduled} method as {@code type.method}.
	 */
	boolean isExempt(Runnable task) {
		String method = task.toString();
		String type = method.substring(0, Math.max(0, method.lastIndexOf('.')));
		return this.excluded.contains(method) || this.excluded.contains(type)
				|| this.excluded.contains(simpleName(type));
	}

	/**
	 * Whether what a type's reactive {@code @Scheduled} methods have begun is to go on
	 * even when other work has stopped. Which of them has begun it nobody knows.
	 */
	boolean isExempt(Class<?> type) {
		return this.excluded.contains(type.getName()) || this.excluded.contains(type.getSimpleName())
				|| this.excluded.stream().anyMatch((name) -> name.startsWith(type.getName() + "."));
	}

	private static boolean matches(Set<String> selected, String beanName, List<String> typeNames) {
		return selected.contains(beanName) || typeNames.stream().anyMatch(selected::contains);
	}

	private static List<String> namesOf(Class<?> type) {
		Set<String> names = new HashSet<>();
		Deque<Class<?>> open = new ArrayDeque<>(List.of(type));
		while (!open.isEmpty()) {
			Class<?> next = open.pop();
			names.add(next.getName());
			names.add(next.getSimpleName());
			open.addAll(List.of(next.getInterfaces()));
			if (next.getSuperclass() != null) {
				open.push(next.getSuperclass());
			}
		}
		return List.copyOf(names);
	}

	private static String simpleName(String type) {
		return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
	}

}
