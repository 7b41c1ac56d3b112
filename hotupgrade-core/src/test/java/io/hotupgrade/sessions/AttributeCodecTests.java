package io.hotupgrade.sessions;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttributeCodec}.
 */
class AttributeCodecTests {

	private final AtomicInteger lost = new AtomicInteger();

	private final AttributeCodec codec = codec(ObjectInputStream::new);

	private AttributeCodec codec(ObjectInput input) {
		return new AttributeCodec(input, this.lost::incrementAndGet);
	}

	@Test
	void aValueIsReadAsItWasWritten() {
		byte[] bytes = this.codec.write("basket", new ArrayList<>(List.of("a", 1))).orElseThrow();
		assertThat(this.codec.read("basket", bytes)).contains(List.of("a", 1));
		assertThat(this.lost).hasValue(0);
	}

	@Test
	void aValueThatIsNotSerializableIsLostAndCounted() {
		assertThat(this.codec.write("basket", new Object())).isEmpty();
		assertThat(this.codec.write("basket", new ArrayList<>(List.of(new Object())))).isEmpty();
		assertThat(this.lost).hasValue(2);
	}

	@Test
	void aValueOfAClassThatIsGoneIsLostAndCounted() {
		byte[] bytes = this.codec.write("basket", new ArrayList<>()).orElseThrow();
		AttributeCodec next = codec(WithoutClasses::new);
		assertThat(next.read("basket", bytes)).isEmpty();
		assertThat(this.lost).hasValue(1);
	}

	@Test
	void aValueThatMayNotBeReadIsLostAndCounted() {
		byte[] bytes = this.codec.write("basket", new ArrayList<>()).orElseThrow();
		AttributeCodec strict = codec((in) -> {
			ObjectInputStream stream = new ObjectInputStream(in);
			stream.setObjectInputFilter((info) -> ObjectInputFilter.Status.REJECTED);
			return stream;
		});
		assertThat(strict.read("basket", bytes)).isEmpty();
		assertThat(this.lost).hasValue(1);
	}

	@Test
	void bytesThatAreNoObjectAreLostAndCounted() {
		assertThat(this.codec.read("basket", new byte[] { 1, 2, 3 })).isEmpty();
		assertThat(this.lost).hasValue(1);
	}

	/**
	 * Finds no class.
	 */
	private static final class WithoutClasses extends ObjectInputStream {

		WithoutClasses(InputStream in) throws IOException {
			super(in);
		}

		@Override
		protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
			throw new ClassNotFoundException(type.getName());
		}

	}

}
