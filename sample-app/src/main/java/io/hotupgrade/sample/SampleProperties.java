package io.hotupgrade.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sample's own configuration.
 *
 * @param version what the application calls its version; a property, so that an upgrade
 * can be seen without building a second application
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("v1") String version) {

}
