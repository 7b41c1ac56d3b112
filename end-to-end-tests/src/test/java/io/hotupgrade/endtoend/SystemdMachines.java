package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a {@link SystemdTest} its service. A machine is booted for the first class that
 * finds none that is free, and serves others after it; all are shut down after the last
 * test of all.
 */
final class SystemdMachines implements BeforeAllCallback, ParameterResolver, AfterEachCallback {

	static final String USUAL = "bookworm";

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(SystemdMachines.class);

	/** Skips the tests where no machine can be booted, which it could not do later. */
	@Override
	public void beforeAll(ExtensionContext context) throws Exception {
		String release = context.getRequiredTestClass().getAnnotation(SystemdTest.class).value();
		if (!release.equals(USUAL)) {
			Extent.assumeFull();
		}
		Pool pool = context.getRoot()
			.getStore(NAMESPACE)
			.getOrComputeIfAbsent(release, (name) -> new Pool(), Pool.class);
		Machine machine = pool.take(release);
		// Closed together with the store that it is in, after the class.
		context.getStore(NAMESPACE)
			.put(Pool.class, (ExtensionContext.Store.CloseableResource) () -> pool.giveBack(machine));
		context.getStore(NAMESPACE).put(SystemdService.class, new SystemdService(machine.nspawn()));
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == SystemdService.class;
	}

	@Override
	public SystemdService resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return service(context);
	}

	private static SystemdService service(ExtensionContext context) {
		return context.getStore(NAMESPACE).get(SystemdService.class, SystemdService.class);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		service(context).clear();
	}

	/**
	 * The machines with a release that nobody uses now. Closed together with the store
	 * that it is in, when all have been given back.
	 */
	private static final class Pool implements ExtensionContext.Store.CloseableResource {

		private final Deque<Machine> free = new ConcurrentLinkedDeque<>();

		Machine take(String release) throws IOException, InterruptedException {
			Machine machine = this.free.poll();
			return (machine != null) ? machine : Machine.boot(release);
		}

		void giveBack(Machine machine) {
			this.free.push(machine);
		}

		@Override
		public void close() throws IOException, InterruptedException {
			for (Machine machine : this.free) {
				machine.close();
			}
		}

	}

	private record Machine(NspawnMachine nspawn, Path directory) {

		private static final Duration DELETE_LIMIT = Duration.ofMinutes(1);

		static Machine boot(String release) throws IOException, InterruptedException {
			Path directory = Files.createTempDirectory("hotupgrade-machine");
			try {
				return new Machine(NspawnMachine.boot(release, directory), directory);
			}
			catch (IOException | InterruptedException | RuntimeException ex) {
				delete(directory);
				throw ex;
			}
		}

		void close() throws IOException, InterruptedException {
			this.nspawn.close();
			delete(this.directory);
		}

		private static void delete(Path directory) throws IOException, InterruptedException {
			CommandResult.of(DELETE_LIMIT, "rm", "-rf", directory.toString()).orFail();
		}

	}

}
