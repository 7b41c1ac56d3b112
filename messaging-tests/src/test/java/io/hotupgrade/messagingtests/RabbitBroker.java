package io.hotupgrade.messagingtests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.hotupgrade.loadmeter.process.FreePort;
import org.junit.jupiter.api.Assumptions;

/**
 * RabbitMQ as Debian has it: a node of this test, as this user, in a directory of its
 * own.
 */
final class RabbitBroker implements Broker {

	/** The scripts in PATH want to be root or rabbitmq; these are what they start. */
	private static final Path SCRIPTS = Path.of("/usr/lib/rabbitmq/bin");

	private static final String QUEUE = "numbers";

	private final BrokerProcess names;

	private final BrokerProcess node;

	private final int port;

	private final Connection connection;

	private final Channel channel;

	private RabbitBroker(BrokerProcess names, BrokerProcess node, int port, Connection connection) throws IOException {
		this.names = names;
		this.node = node;
		this.port = port;
		this.connection = connection;
		this.channel = connection.createChannel();
		this.channel.queueDeclare(QUEUE, true, false, false, null);
		this.channel.confirmSelect();
	}

	/**
	 * Starts a node; skips the test where there is no RabbitMQ.
	 * @param directory an empty directory
	 * @return the broker, to be closed, with a durable queue
	 */
	static RabbitBroker start(Path directory) throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(SCRIPTS.resolve("rabbitmq-server")),
				"RabbitMQ is not installed (package rabbitmq-server)");
		int port = FreePort.find();
		Map<String, String> environment = environment(directory, port);
		// Erlang's name server, which otherwise would be left behind as a daemon.
		BrokerProcess names = BrokerProcess.start(directory, environment, List.of(epmd().toString()));
		BrokerProcess node = BrokerProcess.start(directory, environment,
				List.of(SCRIPTS.resolve("rabbitmq-server").toString()));
		try {
			return new RabbitBroker(names, node, port, connect(node, port));
		}
		catch (Exception ex) {
			node.close();
			names.close();
			throw ex;
		}
	}

	private static Map<String, String> environment(Path directory, int port) throws IOException {
		Path cookie = Files.writeString(directory.resolve(".erlang.cookie"), "numbers");
		cookie.toFile().setReadable(false, false);
		cookie.toFile().setReadable(true, true);
		cookie.toFile().setWritable(false, false);
		Map<String, String> environment = new HashMap<>();
		environment.put("HOME", directory.toString());
		environment.put("ERL_EPMD_PORT", Integer.toString(FreePort.find()));
		environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
		environment.put("RABBITMQ_NODENAME", "numbers-" + port + "@localhost");
		environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
		environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
		environment.put("RABBITMQ_DIST_PORT", Integer.toString(FreePort.find()));
		environment.put("RABBITMQ_MNESIA_BASE", directory.resolve("mnesia").toString());
		environment.put("RABBITMQ_LOG_BASE", directory.resolve("log").toString());
		environment.put("RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq.conf").toString());
		environment.put("RABBITMQ_CONF_ENV_FILE", directory.resolve("rabbitmq-env.conf").toString());
		environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString());
		environment.put("RABBITMQ_GENERATED_CONFIG_DIR", directory.resolve("generated").toString());
		return environment;
	}

	/** Beside the virtual machine that Debian's package depends on. */
	private static Path epmd() throws IOException {
		try (Stream<Path> versions = Files.list(Path.of("/usr/lib/erlang"))) {
			Optional<Path> found = versions.filter((path) -> path.getFileName().toString().startsWith("erts-"))
				.map((path) -> path.resolve("bin").resolve("epmd"))
				.filter(Files::isExecutable)
				.findFirst();
			return found.orElse(Path.of("epmd"));
		}
	}

	private static Connection connect(BrokerProcess node, int port) throws IOException, TimeoutException {
		ConnectionFactory factory = new ConnectionFactory();
		factory.setHost("127.0.0.1");
		factory.setPort(port);
		node.await("answer of RabbitMQ", () -> isAnswering(factory));
		return factory.newConnection();
	}

	private static boolean isAnswering(ConnectionFactory factory) {
		try (Connection connection = factory.newConnection()) {
			return connection.isOpen();
		}
		catch (IOException | TimeoutException ex) {
			return false;
		}
	}

	@Override
	public String profile() {
		return "rabbit";
	}

	@Override
	public List<String> arguments() {
		return List.of("--spring.rabbitmq.host=127.0.0.1", "--spring.rabbitmq.port=" + this.port);
	}

	@Override
	public void send(long number) throws Exception {
		this.channel.basicPublish("", QUEUE, MessageProperties.MINIMAL_PERSISTENT_BASIC,
				Long.toString(number).getBytes(StandardCharsets.US_ASCII));
		this.channel.waitForConfirmsOrDie();
	}

	@Override
	public void close() {
		this.connection.abort();
		this.node.close();
		this.names.close();
	}

}
