package io.hotupgrade.server.tests;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What every server for servlets has to do that shares its sessions: two of them, with
 * clients that go now to the one and now to the other.
 *
 * @since 0.1.0
 */
@Timeout(60)
public abstract class AbstractSharedSessionTests {

	private static final SharingSettings SETTINGS = new SharingSettings(100_000, Duration.ofSeconds(10));

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	private Instance first;

	private Instance second;

	/**
	 * Starts a server that shares its sessions.
	 * @param exchange whom they are shared with
	 * @param settings how
	 * @param application serves all paths, and has to support asynchronous requests
	 * @param listener the application's
	 * @return the server
	 * @throws Exception if the server does not start
	 */
	protected abstract Server start(SessionExchange exchange, SharingSettings settings, HttpServlet application,
			HttpSessionListener listener) throws Exception;

	@BeforeEach
	final void start() throws Exception {
		this.first = new Instance(this.directory);
		this.second = new Instance(this.directory);
		this.second.exchange.invited(this.first.exchange.invite().orElseThrow());
		await().until(this.first.exchange::isLinked);
	}

	@AfterEach
	final void stop() throws Exception {
		this.first.close();
		this.second.close();
	}

	@Test
	void aClientGoesOnWithItsSessionInTheOtherInstance() throws Exception {
		Client client = new Client();
		assertThat(client.get(this.first, "count")).isEqualTo("1");
		String cookie = client.cookie;
		assertThat(client.get(this.second, "count")).isEqualTo("2");
		assertThat(client.get(this.second, "count")).isEqualTo("3");
		assertThat(client.get(this.first, "count")).isEqualTo("4");
		assertThat(client.cookie).isEqualTo(cookie);
		assertThat(this.first.events).containsExactly("created");
		assertThat(this.second.events).isEmpty();
	}

	@Test
	void whatATimeAndAnIntervalASessionHasComesAlong() throws Exception {
		Client client = new Client();
		client.get(this.first, "interval");
		String before = client.get(this.first, "times");
		assertThat(client.get(this.second, "times")).isEqualTo(before).endsWith(" 77 false");
	}

	@Test
	void aRequestThatOnlyLooksWhetherThereIsASessionDoesNotKeepIt() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		assertThat(client.get(this.second, "valid")).isEqualTo("true");
		assertThat(client.get(this.second, "nothing")).isEqualTo("nothing");
		assertThat(client.get(this.first, "valid")).isEqualTo("true");
		assertThat(client.get(this.first, "count")).isEqualTo("2");
		assertThat(this.first.exchange.receipt().moved()).isEqualTo(1);
	}

	@Test
	void noCountIsLostOrDoubledWhileBothInstancesAreAskedAtOnce() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		List<CompletableFuture<Void>> requests = new ArrayList<>();
		int rounds = 300;
		for (Instance instance : List.of(this.first, this.second, this.first, this.second)) {
			requests.add(CompletableFuture.runAsync(() -> {
				Client same = new Client(client.cookie);
				for (int i = 0; i < rounds; i++) {
					same.get(instance, "count");
				}
			}, (task) -> new Thread(task).start()));
		}
		CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
		assertThat(client.get(this.first, "count")).isEqualTo(String.valueOf(4 * rounds + 2));
		assertThat(this.first.exchange.receipt().moved()).isGreaterThan(5);
	}

	@Test
	void aRequestThatGoesOnAsynchronouslyKeepsTheSession() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> client.get(this.first, "async"));
		await().until(() -> !this.first.held.isEmpty());
		CompletableFuture<String> elsewhere = CompletableFuture
			.supplyAsync(() -> new Client(client.cookie).get(this.second, "count"));
		this.first.held.get(0).complete();
		assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo("2");
		assertThat(elsewhere.get(10, TimeUnit.SECONDS)).isEqualTo("3");
	}

	@Test
	void whatALongRequestChangesComesAfterTheSession() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> client.get(this.first, "late"));
		await().until(() -> !this.first.held.isEmpty());
		Client same = new Client(client.cookie);
		assertThat(same.get(this.second, "count")).isEqualTo("2");
		((HttpServletRequest) this.first.held.get(0).getRequest()).getSession().setAttribute("late", "set");
		this.first.held.get(0).complete();
		slow.get(10, TimeUnit.SECONDS);
		await().untilAsserted(() -> assertThat(same.get(this.second, "attribute?name=late")).isEqualTo("set"));
		assertThat(same.get(this.second, "count")).isEqualTo("3");
	}

	@Test
	void anIdThatIsChangedIsValidInBothInstances() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		String before = client.cookie;
		assertThat(client.get(this.second, "login")).isEqualTo("2");
		assertThat(client.cookie).isNotEqualTo(before);
		assertThat(client.get(this.first, "count")).isEqualTo("3");
		assertThat(new Client(before).get(this.first, "valid")).isEqualTo("false");
		assertThat(new Client(before).get(this.second, "valid")).isEqualTo("false");
	}

	@Test
	void aSessionThatIsEndedInOneInstanceIsEndedInBoth() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		assertThat(client.get(this.second, "logout")).isEqualTo("bye");
		assertThat(client.get(this.first, "valid")).isEqualTo("false");
		assertThat(client.get(this.second, "valid")).isEqualTo("false");
		assertThat(this.second.events).containsExactly("destroyed");
	}

	@Test
	void aSessionWhoseTimeIsOverHasEndedWhereItIsAskedFor() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		client.get(this.first, "short");
		assertThat(client.get(this.second, "valid")).isEqualTo("true");
		await().pollInterval(Duration.ofSeconds(2))
			.untilAsserted(() -> assertThat(client.get(this.first, "valid")).isEqualTo("false"));
		assertThat(client.get(this.second, "valid")).isEqualTo("false");
	}

	@Test
	void anAttributeThatListensIsToldWhenItsSessionMoves() throws Exception {
		Client client = new Client();
		client.get(this.first, "listen");
		assertThat(client.get(this.second, "attribute?name=listener")).isEqualTo("[willPassivate, didActivate]");
	}

	@Test
	void anAttributeThatCannotBeWrittenOrReadCostsNoMoreThanItself() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		client.get(this.first, "unserializable");
		assertThat(client.get(this.second, "count")).isEqualTo("2");
		assertThat(this.first.exchange.receipt()).isEqualTo(new SessionsReceipt(1, 0, 0, 1));
	}

	@Test
	void whatIsThereComesAlongWhenAnInstanceLeavesAndNothingEnds() throws Exception {
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Client client = new Client();
			client.get(this.first, "count");
			clients.add(client);
		}
		this.first.exchange.leave();
		this.first.close();
		assertThat(this.first.events).doesNotContain("destroyed");
		for (Client client : clients) {
			assertThat(client.get(this.second, "count")).isEqualTo("2");
		}
	}

	@Test
	void aSessionThatCannotBeHadIsNotReplaced() throws Exception {
		Client client = new Client();
		client.get(this.first, "count");
		client.get(this.first, "stuck");
		String cookie = client.cookie;
		assertThat(client.get(this.second, "count")).startsWith("503");
		assertThat(client.cookie).isEqualTo(cookie);
		this.first.release.complete(null);
		assertThat(client.get(this.second, "count")).isEqualTo("2");
	}

	/**
	 * What is started and stopped.
	 */
	protected interface Server {

		/**
		 * Where it listens.
		 * @return the port on the loopback address
		 */
		int port();

		/**
		 * Stops it.
		 * @throws Exception if that fails
		 */
		void stop() throws Exception;

	}

	/**
	 * One of both, with what it has been told of its sessions.
	 */
	private final class Instance implements HttpSessionListener {

		final List<String> events = new CopyOnWriteArrayList<>();

		final List<AsyncContext> held = new CopyOnWriteArrayList<>();

		final CompletableFuture<Void> release = new CompletableFuture<>();

		final SessionExchange exchange;

		private final Server server;

		Instance(Path directory) throws Exception {
			this.exchange = new SessionExchange(() -> directory);
			this.server = AbstractSharedSessionTests.this.start(this.exchange, SETTINGS, new SessionServlet(this),
					this);
		}

		int port() {
			return this.server.port();
		}

		@Override
		public void sessionCreated(HttpSessionEvent event) {
			this.events.add("created");
		}

		@Override
		public void sessionDestroyed(HttpSessionEvent event) {
			this.events.add("destroyed");
		}

		void close() throws Exception {
			this.release.complete(null);
			this.exchange.close();
			this.server.stop();
		}

	}

	/**
	 * A client that keeps a cookie.
	 */
	private static final class Client {

		private String cookie;

		Client() {
			this("");
		}

		Client(String cookie) {
			this.cookie = cookie;
		}

		String get(Instance from, String path) {
			HttpRequest.Builder request = HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:" + from.port() + "/" + path));
			if (!this.cookie.isEmpty()) {
				request.header("Cookie", this.cookie);
			}
			try {
				HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
				response.headers().firstValue("Set-Cookie").ifPresent((set) -> this.cookie = set.split(";")[0]);
				return (response.statusCode() == 200) ? response.body() : response.statusCode() + response.body();
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * What clients ask for.
	 */
	private static final class SessionServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		private final transient Instance instance;

		SessionServlet(Instance instance) {
			this.instance = instance;
		}

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter().print(switch (request.getPathInfo()) {
				case "/count" -> count(request.getSession());
				case "/nothing" -> "nothing";
				case "/valid" -> request.isRequestedSessionIdValid();
				case "/attribute" -> request.getSession().getAttribute(request.getParameter("name"));
				case "/interval" -> set(request, 77);
				case "/times" -> times(request.getSession());
				case "/login" -> {
					request.changeSessionId();
					yield count(request.getSession());
				}
				case "/logout" -> {
					request.getSession().invalidate();
					yield "bye";
				}
				case "/async" -> {
					this.instance.held.add(request.startAsync());
					yield count(request.getSession());
				}
				case "/late" -> {
					String id = request.getSession().getId();
					this.instance.held.add(request.startAsync());
					yield id;
				}
				case "/unserializable" -> set(request, "bad", new Object());
				case "/short" -> set(request, 1);
				case "/listen" -> set(request, "listener", new Listener());
				case "/stuck" -> set(request, "stuck", new Stuck(this.instance));
				default -> throw new IllegalArgumentException(request.getPathInfo());
			});
		}

		private static int count(HttpSession session) {
			AtomicInteger counter;
			synchronized (SessionServlet.class) {
				counter = (AtomicInteger) session.getAttribute("count");
				if (counter == null) {
					counter = new AtomicInteger();
					session.setAttribute("count", counter);
				}
			}
			return counter.incrementAndGet();
		}

		private static String set(HttpServletRequest request, int seconds) {
			request.getSession().setMaxInactiveInterval(seconds);
			return "set";
		}

		private static String set(HttpServletRequest request, String name, Object value) {
			request.getSession().setAttribute(name, value);
			return "set";
		}

		private static String times(HttpSession session) {
			return session.getCreationTime() + " " + session.getMaxInactiveInterval() + " " + session.isNew();
		}

	}

	/**
	 * Takes down what it is told.
	 */
	private static final class Listener implements HttpSessionActivationListener, Serializable {

		private static final long serialVersionUID = 1L;

		private final ArrayList<String> told = new ArrayList<>();

		@Override
		public void sessionWillPassivate(HttpSessionEvent event) {
			this.told.add("willPassivate");
		}

		@Override
		public void sessionDidActivate(HttpSessionEvent event) {
			this.told.add("didActivate");
		}

		@Override
		public String toString() {
			return this.told.toString();
		}

	}

	/**
	 * What cannot be written for a while.
	 */
	private static final class Stuck implements Serializable {

		private static final long serialVersionUID = 1L;

		private final transient Instance instance;

		Stuck(Instance instance) {
			this.instance = instance;
		}

		private void writeObject(ObjectOutputStream out) throws IOException {
			out.defaultWriteObject();
			this.instance.release.join();
		}

	}

}
