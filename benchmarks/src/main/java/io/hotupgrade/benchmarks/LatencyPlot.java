package io.hotupgrade.benchmarks;

import java.util.List;

/**
 * Draws the latency of one round over time, with the upgrade window shaded and the
 * requests that were lost.
 */
final class LatencyPlot {

	/**
	 * With a background of its own: what it is shown on need not follow the same scheme.
	 */
	private static final String STYLE = """
			text { font: 13px sans-serif; fill: #1f2328; }
			.title { font-size: 16px; font-weight: bold; }
			.end { text-anchor: end; }
			.middle { text-anchor: middle; }
			.background { fill: #ffffff; }
			.window { fill: #eaeef2; }
			.grid { stroke: #d1d9e0; stroke-width: 1; }
			.mark { stroke: #1f2328; stroke-width: 1; stroke-dasharray: 4 3; }
			.median { fill: none; stroke: #0969da; stroke-width: 2; }
			.slowest { fill: none; stroke: #bc4c00; stroke-width: 2; }
			.lost { fill: #cf222e; }
			text.lost { fill: #cf222e; }
			text.of-median { fill: #0969da; }
			text.of-slowest { fill: #bc4c00; }
			@media (prefers-color-scheme: dark) {
			text { fill: #e6edf3; }
			.background { fill: #0d1117; }
			.window { fill: #21262d; }
			.grid { stroke: #3d444d; }
			.mark { stroke: #e6edf3; }
			.median { stroke: #58a6ff; }
			.slowest { stroke: #f0883e; }
			.lost { fill: #ff7b72; }
			text.lost { fill: #ff7b72; }
			text.of-median { fill: #58a6ff; }
			text.of-slowest { fill: #f0883e; }
			}
			""";

	private static final int WIDTH = 960;

	private static final int HEIGHT = 415;

	private static final int LEFT = 70;

	private static final int RIGHT = WIDTH - 20;

	private static final int TOP = 105;

	private static final int BOTTOM = HEIGHT - 60;

	private static final int LOST_BAR = 22;

	/** Powers of ten of milliseconds. */
	private static final int LOWEST = -1;

	private static final int HIGHEST = 4;

	private final Round round;

	private final List<LatencyBuckets.Bucket> buckets;

	private final double from;

	private final double to;

	private final SvgWriter svg;

	private LatencyPlot(String title, Round round) {
		this.round = round;
		this.buckets = LatencyBuckets.of(round);
		this.from = round.secondsSinceTrigger(round.steadyFrom());
		this.to = round.secondsSinceTrigger(round.endsAt());
		this.svg = new SvgWriter(WIDTH, HEIGHT, "Latency over time: " + title, STYLE);
	}

	static String draw(String title, Round round) {
		LatencyPlot plot = new LatencyPlot(title, round);
		plot.window();
		plot.axes();
		plot.marks();
		plot.curve("slowest", 100);
		plot.curve("median", 50);
		plot.losses();
		plot.legend(title);
		return plot.svg.end();
	}

	private void window() {
		this.svg.rectangle("window", x(0), TOP, x(this.to) - x(0), BOTTOM - TOP);
	}

	private void axes() {
		for (int power = LOWEST; power <= HIGHEST; power++) {
			double millis = Math.pow(10, power);
			this.svg.line("grid", LEFT, y(millis), RIGHT, y(millis));
			this.svg.text("end", LEFT - 8, y(millis) + 4, label(power));
		}
		int step = step(this.to - this.from);
		for (int second = (int) Math.ceil(this.from / step) * step; second <= this.to; second += step) {
			this.svg.line("grid", x(second), BOTTOM, x(second), BOTTOM + 5);
			this.svg.text("middle", x(second), BOTTOM + 20, second + " s");
		}
		this.svg.text("middle", (LEFT + RIGHT) / 2.0, BOTTOM + 42, "time since the upgrade was asked for");
	}

	private static String label(int power) {
		return switch (power) {
			case -1 -> "0.1 ms";
			case 3 -> "1 s";
			case 4 -> "10 s";
			default -> Math.round(Math.pow(10, power)) + " ms";
		};
	}

	private static int step(double seconds) {
		return (seconds <= 20) ? 2 : (seconds <= 60) ? 5 : 10;
	}

	/** On lines of their own, as two of them may be close to each other. */
	private void marks() {
		mark(0, "trigger", TOP - 6);
		this.round.secondsToNewVersion().ifPresent((seconds) -> mark(seconds, "new version answers", TOP - 20));
		mark(this.round.secondsToOldGone(), "old one gone", TOP - 34);
	}

	private void mark(double seconds, String text, double y) {
		this.svg.line("mark", x(seconds), y + 3, x(seconds), BOTTOM);
		boolean nearTheEnd = x(seconds) > RIGHT - 140;
		this.svg.text(nearTheEnd ? "end" : "start", x(seconds) + (nearTheEnd ? -4 : 4), y + 2, text);
	}

	/** Where nothing was answered the curve is broken. */
	private void curve(String cssClass, double percent) {
		StringBuilder commands = new StringBuilder();
		long expected = Long.MIN_VALUE;
		for (LatencyBuckets.Bucket bucket : this.buckets) {
			if (bucket.latencies().count() > 0) {
				String command = (bucket.number() == expected) ? "L" : "M";
				double millis = bucket.latencies().millis(percent).orElseThrow();
				String point = SvgWriter.number(x(bucket.middle())) + " " + SvgWriter.number(y(millis));
				// Of a slice between two broken ones a dash is left to see.
				commands.append(command).append(point).append(command.equals("M") ? "h1" : "");
				expected = bucket.number() + 1;
			}
		}
		if (!commands.isEmpty()) {
			this.svg.path(cssClass, commands.toString());
		}
	}

	/** A bar at the foot for each slice, as high as the share that was lost. */
	private void losses() {
		for (LatencyBuckets.Bucket bucket : this.buckets) {
			if (bucket.lost() > 0) {
				double share = (double) bucket.lost() / (bucket.lost() + bucket.latencies().count());
				double height = Math.max(3, share * LOST_BAR);
				double left = Math.max(LEFT, x(bucket.middle() - LatencyBuckets.SECONDS / 2));
				this.svg.rectangle("lost", left, BOTTOM - height,
						x(bucket.middle() + LatencyBuckets.SECONDS / 2) - left, height);
			}
		}
	}

	private void legend(String title) {
		this.svg.text("title", LEFT, 26, title);
		this.svg.text("of-median", LEFT, 48, "median");
		this.svg.text("of-slowest", LEFT + 60, 48, "slowest of each quarter of a second");
		long lost = this.buckets.stream().mapToLong(LatencyBuckets.Bucket::lost).sum();
		this.svg.text((lost > 0) ? "lost" : "start", LEFT + 330, 48,
				(lost > 0) ? "lost requests: " + lost + " (bars: share)" : "no request lost");
	}

	private double x(double seconds) {
		double share = (seconds - this.from) / (this.to - this.from);
		return LEFT + Math.min(1, Math.max(0, share)) * (RIGHT - LEFT);
	}

	private double y(double millis) {
		double power = Math.log10(Math.max(millis, Math.pow(10, LOWEST)));
		return BOTTOM - (Math.min(power, HIGHEST) - LOWEST) / (HIGHEST - LOWEST) * (BOTTOM - TOP);
	}

}
