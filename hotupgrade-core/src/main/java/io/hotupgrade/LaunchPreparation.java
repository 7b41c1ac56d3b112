package io.hotupgrade;

/**
 * What is done before a launch, so that the successor has less to do when it starts.
 *
 * @since 0.1.0
 */
public enum LaunchPreparation {

	/** Nothing: the successor is started from its jar. */
	NEVER,

	/** Its executable jar is extracted, and it is started from that. */
	EXTRACT,

	/**
	 * The jar is extracted, and a training run refreshes the application's context once,
	 * so that the JVM has an archive of the classes that it loads.
	 */
	TRAIN

}
