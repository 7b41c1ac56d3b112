package io.hotupgrade.sample;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The sample's own configuration.
 *
 * @param version what the application calls its version; a property, so that an upgrade
 * can be seen without building a second application
 * @param tickInterval from one tick of the scheduled task to the next
 * @param tickLog file to which each tick is added, so that those of two instances can be
 * compared; {@code null} for none
 * @param failPercent share of the requests that are answered with status 500, to be a bad
 * release
 * @param delay how much later requests are answered, to be a slow one
 * @param delayed how many requests are, the first ones, to be one that is slow at first
 * @param leak memory that each request keeps for ever, to be one that runs out of it
 * @param lingerFile file until whose removal a process that exits stays; {@code null} for
 * none
 * @param sidePort a port beside the server's, on which one instance listens; 0 for none
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("v1") String version, @DefaultValue("1s") Duration tickInterval, Path tickLog,
		@DefaultValue("0") int failPercent, @DefaultValue("0s") Duration delay,
		@DefaultValue("" + Long.MAX_VALUE) long delayed, @DefaultValue("0B") DataSize leak, Path lingerFile,
		@DefaultValue("0") int sidePort) {

}
