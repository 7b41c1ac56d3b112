package io.hotupgrade.messagingapp;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the application.
 *
 * @param directory where each process has a file with the numbers that it has handled
 * @param work how long it takes to handle one
 */
@ConfigurationProperties("numbers")
public record NumbersProperties(Path directory, Duration work) {
}
