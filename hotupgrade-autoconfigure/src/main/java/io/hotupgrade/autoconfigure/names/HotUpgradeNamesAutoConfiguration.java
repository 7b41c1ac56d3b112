package io.hotupgrade.autoconfigure.names;

import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.server.SessionFile;
import io.hotupgrade.autoconfigure.threads.DaemonScheduler;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of what exists once, whichever instance serves: the files with the
 * process id, the ports and the sessions.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnUpgradeEngine
public class HotUpgradeNamesAutoConfiguration {

	/** It has to hear of everything from the beginning. */
	@Bean
	@Lazy(false)
	ServingInstance upgradeServingInstance(UpgradeEngine engine) {
		return new ServingInstance(engine, ProcessHandle.current().pid());
	}

	@Bean
	@Lazy(false)
	NameFilesKeeper upgradeNameFilesKeeper(ApplicationContext context, ServingInstance instance) {
		return new NameFilesKeeper(context, instance, NameFiles.ofThisProcess(),
				new DaemonScheduler(1, "hotupgrade-names-"));
	}

	@Bean
	static FileWriterBeans upgradeFileWriterBeans() {
		return new FileWriterBeans();
	}

	@Bean
	SessionFile upgradeSessionFile(UpgradeEngine engine, ServingInstance instance) {
		return new SessionFile(engine::hasPredecessor, instance::serves);
	}

}
