package io.hotupgrade.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays the fault matrix with real processes under load: the quick share of it, or with
 * {@code -Pfull} all of it and a good upgrade after each case. {@code -Dfaults=rest}
 * plays what the quick share does not have, {@code -Dfaults.only=} the cases with that in
 * their names, or with one of several texts that are separated by {@code |}.
 */
@Order(0)
class FaultMatrixIT {

	private static final String SHARE = System.getProperty("faults", "quick");

	private static final boolean FULL = SHARE.equals("full");

	private static final List<FaultResult> results = new ArrayList<>();

	@TempDir
	static Path directory;

	private static FaultScene scene;

	static List<FaultCase> cases() {
		String only = System.getProperty("faults.only", "");
		return FaultMatrix.all()
			.stream()
			.filter((fault) -> only.isEmpty() ? FULL || fault.quick() == SHARE.equals("quick")
					: Stream.of(only.split("\\|")).anyMatch(fault.name()::contains))
			.toList();
	}

	static List<FaultCase> casesForRoot() {
		return FaultMatrix.forRoot();
	}

	@ParameterizedTest
	@MethodSource("casesForRoot")
	@Tag("root")
	void faultThatTakesRootHurtsNobody(FaultCase fault) throws Exception {
		faultHurtsNobody(fault);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void faultHurtsNobody(FaultCase fault) throws Exception {
		if (scene == null || !scene.suits(fault)) {
			closeScene();
			scene = FaultScene.open(directory, fault.origin());
		}
		FaultResult result = play(fault);
		results.add(result);
		System.out.println(result.row());
		assertThat(fault.losses().kinds()).as(result.lost().toString()).containsAll(result.lost().keySet());
		assertThat(result.allLost()).isLessThanOrEqualTo(fault.losses().most());
		if (FULL && fault.ending().survivor().isAnybody()) {
			FaultCase good = FaultCase.of(FaultCase.Moment.LAUNCHING, "nothing, after " + fault, FaultCase.Step.NOTHING,
					FaultCase.Ending.served(FaultCase.Survivor.SUCCESSOR, "SUCCEEDED"));
			assertThat(play(good).lost()).isEmpty();
		}
	}

	private static FaultResult play(FaultCase fault) throws Exception {
		try {
			return new FaultRun(scene, fault).play();
		}
		catch (Exception | AssertionError ex) {
			// What it leaves must not spoil the next case.
			closeScene();
			throw ex;
		}
	}

	@AfterAll
	static void finish() {
		closeScene();
		System.out.println(FaultResult.table(results));
	}

	private static void closeScene() {
		if (scene != null) {
			scene.close();
			scene = null;
		}
	}

}
