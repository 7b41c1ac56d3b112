package io.hotupgrade.endtoend;

import io.hotupgrade.loadmeter.ExchangeFailedException;
import io.hotupgrade.loadmeter.PlainHttp;
import io.hotupgrade.loadmeter.process.StatusView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The watchdog of a real systemd hears whoever is the main process, which is not the
 * process that it was told to be in its environment.
 */
@SystemdTest
@Isolated("A machine that is busy could look like one that hangs")
class SystemdWatchdogIT {

	private final SystemdService service;

	SystemdWatchdogIT(SystemdService service) {
		this.service = service;
	}

	/**
	 * A context that is started again in the successor's JVM, as devtools does it, finds
	 * no predecessor, but its environment is still one that was made for the first
	 * generation.
	 */
	@Test
	void mainProcessIsHeardAlsoAfterARestartOfItsContextAndRestartedWhenItHangs() throws Exception {
		this.service.deployNames();
		this.service.install(DocumentedFile.in("systemd.md", "Type=notify"), "WatchdogSec=4");
		this.service.configure("hotupgrade.probation=1s");
		this.service.start();
		StatusView first = this.service.endpoint().status();
		assertThat(this.service.awaitEnd(this.service.begin()).outcome()).isEqualTo("SUCCEEDED");
		long successor = this.service.awaitOther(first.pid()).pid();
		awaitPing();
		assertThat(PlainHttp.send(this.service.target(), "POST", "/restart").status()).isEqualTo(200);
		this.service.await("start of another context", this::isStartedAgain);
		awaitPing();
		assertThat(this.service.mainPid()).isEqualTo(successor);
		this.service.kill("STOP", successor);
		assertThat(this.service.awaitOther(successor).generation()).isZero();
		assertThat(this.service.journal()).contains("Watchdog timeout");
		assertThat(this.service.property("NRestarts")).isEqualTo("1");
	}

	private boolean isStartedAgain() {
		try {
			return PlainHttp.send(this.service.target(), "GET", "/starts").text().equals("2");
		}
		catch (ExchangeFailedException ex) {
			return false;
		}
	}

	/** Another than the one that may be under way. */
	private void awaitPing() {
		for (int ping = 0; ping < 2; ping++) {
			String last = lastPing();
			this.service.await("ping of the watchdog", () -> !lastPing().equals(last));
		}
	}

	private String lastPing() {
		return this.service.property("WatchdogTimestampMonotonic");
	}

}
