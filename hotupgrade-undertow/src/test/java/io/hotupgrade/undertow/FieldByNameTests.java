package io.hotupgrade.undertow;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FieldByNameTests {

	@Test
	void inheritedFieldIsRead() {
		FieldByName<Long> field = FieldByName.of(Child.class, "count", Long.class);
		assertThat(field.exists()).isTrue();
		assertThat(field.read(new Child())).isEqualTo(3);
	}

	@Test
	void fieldOfAnotherTypeDoesNotExist() {
		FieldByName<Integer> field = FieldByName.of(Child.class, "count", Integer.class);
		assertThat(field.exists()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> field.read(new Child()))
			.withMessageContaining(Child.class.getName());
	}

	@Test
	void fieldOfAnotherNameDoesNotExist() {
		assertThat(FieldByName.of(Child.class, "number", Long.class).exists()).isFalse();
	}

	private static class Parent {

		private final long count = Long.parseLong("3");

		long count() {
			return this.count;
		}

	}

	private static final class Child extends Parent {

	}

}
