package io.hotupgrade.workbench;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkbenchTests {

	@Test
	void wrongProgramIsWrongUsageAndHelpIsNot() {
		assertThat(Workbench.run("nothing")).isEqualTo(2);
		assertThat(Workbench.run()).isEqualTo(2);
		assertThat(Workbench.run("demo", "--upgrades=x")).isEqualTo(2);
		assertThat(Workbench.run("demo", "--help")).isZero();
	}

}
