package io.hotupgrade;

import java.nio.file.Path;
import java.util.List;

/**
 * Looks at a jar before it is launched, for what an application or its company knows
 * better than the engine does. A bean of this type is asked with each
 * {@linkplain HotUpgrade#check(UpgradeRequest) check} and before each launch.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PreflightCheck {

	/**
	 * Looks at the jar. Called on the thread of whoever asks, which waits, and by several
	 * at once. What is thrown is logged and passed over.
	 * @param jar the jar that would be launched
	 * @return what is to be told: warnings, as it is the engine that refuses
	 */
	List<Preflight.Finding> check(Path jar);

}
