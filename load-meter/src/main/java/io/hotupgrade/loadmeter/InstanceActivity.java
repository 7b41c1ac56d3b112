package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * When an instance answered.
 *
 * @param instance what it calls itself in {@code X-Instance}
 * @param answers the number of its answers
 * @param first its first answer, since the start of the meter
 * @param last its last answer so far, since the start of the meter
 */
public record InstanceActivity(String instance, long answers, Duration first, Duration last) {

	InstanceActivity plus(InstanceActivity other) {
		return new InstanceActivity(this.instance, this.answers + other.answers,
				(this.first.compareTo(other.first) <= 0) ? this.first : other.first,
				(this.last.compareTo(other.last) >= 0) ? this.last : other.last);
	}

}
