package io.hotupgrade.internal.process;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JavaCommand}.
 */
class JavaCommandTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			java -jar app.jar                          | app.jar
			java -Xmx1g -jar app.jar --a=b             | app.jar
			java -jar -Xmx1g app.jar                   | app.jar
			java -cp lib/* -jar app.jar                | app.jar
			java -cp a.jar Main -jar b.jar             |
			java -cp -jar Main b.jar                   |
			java --module-path mods -m app/Main -jar x |
			java --module=app/Main -jar x              |
			java -jar                                  |
			java                                       |
			nice -n 5 /usr/bin/java -jar app.jar       | app.jar
			env A=b java -cp x -jar app.jar y.jar      | app.jar
			renamed -jar app.jar                       | app.jar
			java @file -jar app.jar                    | app.jar
			java Source.java -jar app.jar              |
			java -cp @jars -jar app.jar                | app.jar
			""")
	void jarIsFirstArgumentThatIsNoOptionAfterJar(String command, String jar) {
		assertThat(parse(command).jar()).isEqualTo(Optional.ofNullable(jar));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			java -jar app.jar              | java -A -B -jar app.jar x y
			java -Xmx1g -jar app.jar a     | java -Xmx1g -A -B -jar app.jar a x y
			java -jar -Xmx1g app.jar       | java -jar -Xmx1g -A -B app.jar x y
			java -cp a.jar Main            | java -cp a.jar -A -B Main x y
			java -Da=b -m app/Main         | java -Da=b -A -B -m app/Main x y
			java --module=app/Main         | java -A -B --module=app/Main x y
			java -Da=b @file --c=d         | java -Da=b -A -B @file --c=d x y
			java -cp @jars -jar app.jar    | java -cp @jars -A -B -jar app.jar x y
			nice -n 5 java -jar app.jar    | nice -n 5 java -A -B -jar app.jar x y
			java --add-opens a/b=c Main    | java --add-opens a/b=c -A -B Main x y
			java --add-opens=a/b=c Main    | java --add-opens=a/b=c -A -B Main x y
			java                           | java -A -B x y
			""")
	void withAddedPutsJvmArgumentsBeforeMainAndApplicationArgumentsAtEnd(String command, String expected) {
		JavaCommand added = parse(command).withAdded(List.of("-A", "-B"), List.of("x", "y"));
		assertThat(String.join(" ", added.arguments())).isEqualTo(expected);
	}

	@Test
	void withJarReplacesNothingButTheJar() throws LaunchException {
		JavaCommand command = parse("java -Xmx1g -jar app.jar app.jar").withJar("next.jar");
		assertThat(command.arguments()).containsExactly("java", "-Xmx1g", "-jar", "next.jar", "app.jar");
	}

	@Test
	void withJarWhenNoJarIsStartedThrows() {
		assertThatExceptionOfType(LaunchException.class)
			.isThrownBy(() -> parse("java -cp secret Main").withJar("next.jar"))
			.withMessageContainingAll("-jar", "hotupgrade.launch.jar", "hotupgrade.launch.command")
			.withMessageNotContaining("secret");
	}

	@Test
	void jvmArgumentsAreThoseBeforeMain() {
		assertThat(parse("nice java -Da=b -cp x Main -Dc=d").jvmArguments()).containsExactly("-Da=b", "-cp", "x");
	}

	@Test
	void toStringLeavesOutArguments() {
		assertThat(parse("java -Dpassword=secret Main")).hasToString("JavaCommand[java, ...]");
	}

	private static JavaCommand parse(String command) {
		return new JavaCommand(List.of(command.split(" ")));
	}

}
