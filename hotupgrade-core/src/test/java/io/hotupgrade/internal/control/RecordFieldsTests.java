package io.hotupgrade.internal.control;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.TrafficKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RecordFields}: two releases, of which the later has more.
 */
class RecordFieldsTests {

	public record Earlier(String name, int count, Nested nested, List<Nested> list) {
	}

	public record Nested(Duration time) {
	}

	public record Later(List<LaterNested> list, LaterNested nested, boolean fresh, String name, int count,
			Optional<Mood> mood) {
	}

	public record LaterNested(Duration time, List<String> notes, Map<TrafficKind, Integer> kinds, Mood mood) {
	}

	public record Strict(int count) {

		public Strict {
			if (count < 0) {
				throw new IllegalArgumentException("negative");
			}
		}

	}

	public record Impossible(Thread thread) {
	}

	public enum Mood {

		CALM, MERRY

	}

	private static final LaterNested LATER_NESTED = new LaterNested(Duration.ofMillis(1500), List.of("a", ""),
			Map.of(TrafficKind.HTTP2, 3), Mood.MERRY);

	private static final Later LATER = new Later(List.of(LATER_NESTED), LATER_NESTED, true, "näme", 7,
			Optional.of(Mood.MERRY));

	private static final Earlier EARLIER = new Earlier("näme", 7, new Nested(Duration.ofMillis(1500)),
			List.of(new Nested(Duration.ofMillis(1500))));

	@Test
	void readsWhatItWrites() throws Exception {
		assertThat(read(Later.class, write(LATER))).isEqualTo(LATER);
		assertThat(read(Earlier.class, write(EARLIER))).isEqualTo(EARLIER);
	}

	@Test
	void earlierReleaseIgnoresWhatItDoesNotKnowInAnyDepth() throws Exception {
		assertThat(read(Earlier.class, write(LATER))).isEqualTo(EARLIER);
	}

	@Test
	void laterReleaseTakesDefaultsForWhatIsMissingInAnyDepth() throws Exception {
		LaterNested nested = new LaterNested(Duration.ofMillis(1500), List.of(), Map.of(), Mood.CALM);
		assertThat(read(Later.class, write(EARLIER)))
			.isEqualTo(new Later(List.of(nested), nested, false, "näme", 7, Optional.empty()));
	}

	@Test
	void constantThatIsNotKnownIsAbsentWhereItMayBe() throws Exception {
		FieldWriter out = new FieldWriter();
		out.text("mood", "SULKY");
		assertThat(read(Later.class, out.toByteArray()).mood()).isEmpty();
	}

	@Test
	void constantThatIsNotKnownIsReportedWhereItIsNeeded() {
		FieldWriter out = new FieldWriter();
		out.text("mood", "SULKY");
		assertThatExceptionOfType(UnknownConstantException.class)
			.isThrownBy(() -> read(LaterNested.class, out.toByteArray()))
			.withMessage("No Mood of this release is called 'SULKY'");
	}

	@Test
	void valuesThatTheRecordRefusesAreMalformed() {
		FieldWriter out = new FieldWriter();
		out.number("count", -1);
		assertThatExceptionOfType(ControlProtocolException.class)
			.isThrownBy(() -> read(Strict.class, out.toByteArray()))
			.withMessage("The fields do not make a Strict");
	}

	@Test
	void componentThatCannotBeSentIsRefusedAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> RecordFields.of(Impossible.class))
			.withMessageContaining("java.lang.Thread");
	}

	@SuppressWarnings("unchecked")
	private static <R extends Record> byte[] write(R value) {
		FieldWriter out = new FieldWriter();
		RecordFields.of((Class<R>) value.getClass()).write(value, out);
		return out.toByteArray();
	}

	private static <R extends Record> R read(Class<R> type, byte[] block) throws ControlProtocolException {
		return RecordFields.of(type).read(FieldReader.of(ByteBuffer.wrap(block)));
	}

}
