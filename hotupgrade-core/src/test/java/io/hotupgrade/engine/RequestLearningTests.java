package io.hotupgrade.engine;

import java.util.Collections;
import java.util.List;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestLearningTests {

	private final RequestLearning learning = new RequestLearning();

	@Test
	void onlyTheServerThatIsWarmedUpLearns() {
		assertThat(this.learning.recorder("server")).isSameAs(this.learning.recorder("server"));
		this.learning.start(new LearnSettings(10, (path) -> false, List.of()));
		assertThat(this.learning.recorder("server").sample()).isNotNull();
		assertThat(this.learning.recorder("management").sample()).isNull();
		assertThat(this.learning.recorder("management")).isSameAs(this.learning.recorder("management"));
	}

	@Test
	void inheritsWhatCanBeSentAsItIs() {
		LearnedRequest good = new LearnedRequest("/a?b=c", "text/html", "/a", 1);
		this.learning.inherit(List.of(new LearnedRequest("/a HTTP/1.1\r\nX: y", "", "/a", 1), good,
				new LearnedRequest("/a", "text/html\r\nX: y", "/a", 1), new LearnedRequest("a", "", "/a", 1)));
		assertThat(this.learning.inherited()).containsExactly(good);
	}

	@Test
	void inheritsNoMoreThanAnybodyLearns() {
		this.learning.inherit(Collections.nCopies(1000, new LearnedRequest("/", "", "/", 1)));
		assertThat(this.learning.inherited()).hasSize(LearnSettings.MAX_LIMIT);
	}

}
