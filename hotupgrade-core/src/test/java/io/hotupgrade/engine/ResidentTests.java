package io.hotupgrade.engine;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Resident}.
 */
class ResidentTests {

	@Test
	void neighbourIsTheOtherOneUntilItLeaves() {
		Resident shop = Resident.enter("shop");
		Resident stock = Resident.enter("stock");
		try {
			assertThat(shop.neighbour()).get().asString().contains("another application, too (stock)");
			assertThat(stock.neighbour()).get().asString().contains("(shop)");
			stock.leave();
			assertThat(shop.neighbour()).isEmpty();
		}
		finally {
			shop.leave();
			stock.leave();
		}
	}

	@Test
	void neighbourMayHaveAClassLoaderOfItsOwn() throws Exception {
		URL classes = Resident.class.getProtectionDomain().getCodeSource().getLocation();
		Resident shop = Resident.enter("shop");
		try (URLClassLoader other = new URLClassLoader(new URL[] { classes }, ClassLoader.getPlatformClassLoader())) {
			Class<?> type = other.loadClass(Resident.class.getName());
			assertThat(type).isNotEqualTo(Resident.class);
			Object stock = call(type, null, "enter", "stock");
			assertThat(shop.neighbour()).get().asString().contains("(stock)");
			assertThat((Optional<?>) call(type, stock, "neighbour")).get().asString().contains("(shop)");
			call(type, stock, "leave");
			assertThat(shop.neighbour()).isEmpty();
		}
		finally {
			shop.leave();
		}
	}

	private static Object call(Class<?> type, Object target, String name, String... arguments) throws Exception {
		Method method = type.getDeclaredMethod(name,
				Stream.generate(() -> String.class).limit(arguments.length).toArray(Class<?>[]::new));
		method.setAccessible(true);
		return method.invoke(target, (Object[]) arguments);
	}

	@Test
	void neighbourMayHaveNoName() {
		Resident first = Resident.enter("");
		Resident second = Resident.enter("");
		try {
			assertThat(first.neighbour()).get().asString().contains("another application, too: ");
		}
		finally {
			first.leave();
			second.leave();
		}
	}

	@Test
	void heritageIsTakenOnceAndByTheSameApplication() {
		Heritage left = new Heritage(3, List.of("java"), List.of());
		left.leaveTo("heritage of a test");
		assertThat(Heritage.take("another")).isEmpty();
		assertThat(Heritage.take("heritage of a test")).contains(left);
		assertThat(Heritage.take("heritage of a test")).isEmpty();
	}

}
