package io.hotupgrade.internal.control;

import java.time.Instant;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UpgradeText}.
 */
class UpgradeTextTests {

	private static final UpgradeRecord UPGRADE = new UpgradeRecord(new UpgradeRecord.Identity("4c1d",
			new InstanceInfo(1, 4, "v1 \u00fc"), new InstanceInfo(0, 5, ""), Instant.parse("2026-01-01T00:00:00Z")),
			new UpgradeRecord.Progress(UpgradePhase.LAUNCHING));

	/** As an earlier release has written it. */
	private static final String RECORDED = "AAhQcm9ncmVzcwABAAd1cGdyYWRlAAABaQAJAAJpZAAAAAQ0YzFkAAVwaGFzZQAAAAlMQVVO"
			+ "Q0hJTkcAB21lc3NhZ2UAAAAAAAtwcmVkZWNlc3NvcgAAAC8AAwADcGlkAAAAATEACmdlbmVyYXRpb24AAAABNAAHdmVyc2lvbgAAAAV2"
			+ "MSDDvAAJc3VjY2Vzc29yAAAAKgADAANwaWQAAAABMAAKZ2VuZXJhdGlvbgAAAAE1AAd2ZXJzaW9uAAAAAAAJc3RhcnRlZEF0AAAAFDIw"
			+ "MjYtMDEtMDFUMDA6MDA6MDBaAAd0aW1pbmdzAAAAAgAAAAdyZWNlaXB0AAAAdAAFABNjb25uZWN0aW9uc0F0Q29tbWl0AAAAATAAEHJl"
			+ "cXVlc3RzQXRDb21taXQAAAABMAATYWNjZXB0UXVldWVBdENvbW1pdAAAAAEwAA5jb25uZWN0aW9uc0N1dAAAAAEwAAtyZXF1ZXN0c0N1"
			+ "dAAAAAEwAAZvdXRwdXQAAAACAAA";

	@Test
	void readsWhatItWrites() {
		assertThat(UpgradeText.read(UpgradeText.write(UPGRADE))).contains(UPGRADE);
	}

	@Test
	void readsWhatIsRecorded() {
		assertThat(UpgradeText.read(RECORDED)).contains(UPGRADE);
	}

	@Test
	void fitsIntoAnyEnvironment() {
		assertThat(UpgradeText.write(UPGRADE)).matches("[A-Za-z0-9_-]{1,2000}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?", "AAAA", "AAR3aGF0" })
	void readsNothingFromAnythingElse(String text) {
		assertThat(UpgradeText.read(text)).isEmpty();
	}

}
