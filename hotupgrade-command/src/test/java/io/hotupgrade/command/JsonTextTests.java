package io.hotupgrade.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonText}.
 */
class JsonTextTests {

	@Test
	void writesEveryKindOfValue() {
		Map<String, Object> value = new LinkedHashMap<>();
		value.put("number", 1.5);
		value.put("truth", true);
		value.put("list", List.of("a", 2, List.of()));
		value.put("map", Map.of());
		value.put("other", new StringBuilder("text"));
		assertThat(JsonText.of(value))
			.isEqualTo("{\"number\":1.5,\"truth\":true,\"list\":[\"a\",2,[]],\"map\":{},\"other\":\"text\"}");
	}

	@Test
	void escapesWhatWouldEndATextOrALine() {
		assertThat(JsonText.of("a\"b\\c\nd\te\u0000f\u001b[31mg"))
			.isEqualTo("\"a\\\"b\\\\c\\u000ad\\u0009e\\u0000f\\u001b[31mg\"");
		assertThat(JsonText.of(Map.of("k\"", "größe 🚀"))).isEqualTo("{\"k\\\"\":\"größe 🚀\"}");
	}

}
