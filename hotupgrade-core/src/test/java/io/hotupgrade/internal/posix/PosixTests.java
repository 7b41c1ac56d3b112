package io.hotupgrade.internal.posix;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Posix}.
 */
@EnabledOnOs(OS.LINUX)
class PosixTests {

	private static final int EBADF = 9;

	private static final int NO_DESCRIPTOR = 1 << 20;

	@Test
	void loadGivesTheSameEachTime() throws IOException {
		assertThat(Posix.load()).isSameAs(Posix.load());
	}

	@Test
	void attachWhenDescriptorIsNotOpenNamesCallErrnoAndTarget() throws IOException {
		Posix posix = Posix.load();
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> posix.attach(NO_DESCRIPTOR, SocketOption.REUSE_PORT_PROGRAM, new byte[8], "listener X"))
			.withMessage("setsockopt(SO_ATTACH_REUSEPORT_CBPF) on listener X failed: EBADF (Bad file descriptor)")
			.satisfies((ex) -> {
				assertThat(ex.getCall()).isEqualTo("setsockopt(SO_ATTACH_REUSEPORT_CBPF)");
				assertThat(ex.getErrno()).isEqualTo(EBADF);
				assertThat(ex.getTarget()).isEqualTo("listener X");
			});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 7, 12 })
	void attachWhenProgramIsNoWholeInstructionsFails(int length) throws IOException {
		Posix posix = Posix.load();
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> posix.attach(NO_DESCRIPTOR, SocketOption.REUSE_PORT_PROGRAM, new byte[length], "listener"))
			.withMessageContaining("'program': " + length);
	}

	@Test
	void errnoWhenUnknownIsShownAsNumber() {
		assertThat(new PosixException("call()", 9999, "target")).hasMessage("call() on target failed: errno 9999");
	}

	@Test
	void unavailableNamesRootCauseInOneLine() {
		Throwable cause = new IllegalStateException("outer", new UnsatisfiedLinkError("no library\n\tat a.b.C"));
		assertThat(new PosixUnavailableException(cause)).hasCause(cause)
			.hasMessageStartingWith(
					"The C library cannot be called: java.lang.UnsatisfiedLinkError: no library (expected");
	}

}
