package io.hotupgrade.endtoend;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.loadmeter.Downloads;
import io.hotupgrade.loadmeter.KeptAliveClients;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.SlowRequests;
import io.hotupgrade.loadmeter.Uploads;
import io.hotupgrade.loadmeter.process.Cell;
import io.hotupgrade.loadmeter.process.SampleInstance;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Load of every kind on a sample at the same time, directly and through nginx. What is
 * not installed is left out.
 */
final class CellLoad implements Closeable {

	private static final Duration LIMIT = Leaving.LIMIT.multipliedBy(4);

	private final Deque<Closeable> parts = new ArrayDeque<>();

	private final LoadMeter direct;

	private final Optional<Nginx> nginx;

	private final Optional<LoadMeter> proxied;

	private final Optional<H2Load> http2;

	private CellLoad(SampleInstance sample, Path directory, Cell cell) throws IOException {
		try {
			this.nginx = nginx(sample, directory);
			this.direct = opened(LoadMeter.start(sample.target(), LIMIT, new NewConnections(40),
					new KeptAliveClients(10, Duration.ofMillis(200)), new SlowRequests(5, Duration.ofSeconds(1)),
					new Downloads(2, 2), new Uploads(1, 100_000, Duration.ofSeconds(1), Uploads.Framing.CHUNKED),
					new Uploads(1, 100_000, Duration.ofSeconds(1), Uploads.Framing.CONTENT_LENGTH)));
			this.proxied = this.nginx
				.map((proxy) -> opened(LoadMeter.start(proxy.target(), LIMIT, new NewConnections(10),
						new KeptAliveClients(5, Duration.ofMillis(200)), new SlowRequests(2, Duration.ofSeconds(1)))));
			this.http2 = Sample.isHttp2Reliable(cell) && installed("h2load", "nghttp2-client")
					? Optional.of(H2Load.start("http://127.0.0.1:" + sample.port() + "/slow?ms=500"))
					: Optional.empty();
			this.http2.ifPresent((load) -> this.parts.push(load::close));
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Begins.
	 * @param sample the sample, with HTTP/2 over cleartext
	 * @param directory what nginx may write to
	 * @param cell the sample's cell
	 * @return the load, to be closed
	 */
	static CellLoad start(SampleInstance sample, Path directory, Cell cell) throws IOException {
		return new CellLoad(sample, directory, cell);
	}

	private Optional<Nginx> nginx(SampleInstance sample, Path directory) throws IOException {
		Optional<Path> program = Nginx.find();
		if (program.isEmpty()) {
			System.out.println("nginx is not installed: it is left out (apt-get install nginx-light)");
			return Optional.empty();
		}
		Path own = Files.createDirectory(directory.resolve("nginx"));
		Nginx started = Nginx.start(program.get(), own, sample.port());
		this.parts.push(started);
		return Optional.of(started);
	}

	private LoadMeter opened(LoadMeter meter) {
		this.parts.push(meter::close);
		return meter;
	}

	private static boolean installed(String program, String debianPackage) {
		boolean installed = Tools.isInstalled(program);
		if (!installed) {
			System.out.println(program + " is not installed: it is left out (apt-get install " + debianPackage + ")");
		}
		return installed;
	}

	/** Waits until there has been some of each kind since now. */
	void awaitMore() {
		this.direct.awaitRequests(this.direct.report().requests() + 150, Leaving.LIMIT);
		this.proxied.ifPresent((meter) -> meter.awaitRequests(meter.report().requests() + 50, Leaving.LIMIT));
		this.http2.ifPresent((load) -> {
			int waves = load.waves().size();
			Awaitility.await("waves").atMost(Leaving.LIMIT).until(() -> load.waves().size() > waves + 1);
		});
	}

	void assertNothingLost() throws IOException {
		assertThat(this.direct.report().lost()).as(this.direct.report().table()).isZero();
		if (this.nginx.isPresent()) {
			// Says more than the access log.
			assertThat(this.nginx.get().errorLog()).isEmpty();
			assertThat(this.nginx.get().accessLog()).allMatch((line) -> line.startsWith("200 200 "));
		}
		this.proxied.ifPresent((meter) -> assertThat(meter.report().lost()).as(meter.report().table()).isZero());
		assertStreamsAnswered();
	}

	private void assertStreamsAnswered() {
		this.http2.ifPresent((load) -> assertThat(load.waves()).allMatch(H2Load.Wave::isWhole));
	}

	/**
	 * Ends the load after the instance has left for good.
	 * @return what was seen without a proxy
	 */
	MeterReport assertOnlyRefused() throws IOException {
		this.http2.ifPresent(H2Load::stop);
		assertStreamsAnswered();
		MeterReport report = this.direct.stop();
		assertThat(Leaving.cut(report)).as(report.table()).isZero();
		this.proxied.ifPresent(LoadMeter::stop);
		if (this.nginx.isPresent()) {
			this.nginx.get().stop();
			List<String> errors = this.nginx.get().errorLog();
			assertThat(errors).allMatch((line) -> line.contains("connect() failed (111: "));
		}
		return report;
	}

	@Override
	public void close() throws IOException {
		while (!this.parts.isEmpty()) {
			this.parts.pop().close();
		}
	}

}
