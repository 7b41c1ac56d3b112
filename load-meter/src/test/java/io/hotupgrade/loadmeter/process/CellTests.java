package io.hotupgrade.loadmeter.process;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CellTests {

	@ParameterizedTest
	@EnumSource
	void isFoundByItsName(Cell cell) {
		assertThat(Cell.of(cell.id())).isSameAs(cell);
		assertThat(cell.id()).isEqualTo(cell.server().id() + "-boot" + cell.boot());
	}

	@ParameterizedTest
	@EnumSource
	void sampleIsInTheModuleOfItsName(Cell cell) {
		assertThat(Path.of("..", cell.module(), "pom.xml")).content()
			.contains("<finalName>" + cell.module() + "</finalName>");
		assertThat(cell.jar()).hasFileName(cell.module() + ".jar");
	}

	@Test
	void unknownNameIsAnsweredWithThoseThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> Cell.of("jetty-boot2"))
			.withMessageContaining("'jetty-boot2'")
			.withMessageContaining(Cell.USUAL.id());
	}

	@ParameterizedTest
	@EnumSource
	void isFoundByServerAndGeneration(Cell cell) {
		assertThat(Cell.of(cell.server().id(), Integer.toString(cell.boot()))).isSameAs(cell);
	}

	@Test
	void newestGenerationIsTheDefault() {
		assertThat(Cell.of("undertow", "").boot()).isEqualTo(3);
		assertThat(Cell.of(Cell.USUAL.server().id(), "")).isSameAs(Cell.USUAL);
	}

	@Test
	void combinationThatDoesNotExistIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Cell.of("undertow", "4"))
			.withMessageStartingWith("There is no sample on undertow for Spring Boot '4'; there are ");
		assertThatIllegalArgumentException().isThrownBy(() -> Cell.of("glassfish", "3"))
			.withMessageStartingWith("There is no sample on 'glassfish'; there is one on ");
	}

}
