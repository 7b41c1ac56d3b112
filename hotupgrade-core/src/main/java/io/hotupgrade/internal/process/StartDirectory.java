package io.hotupgrade.internal.process;

/**
 * Whether this process was started where the path in its environment led. That has to be
 * looked at before a link in it is switched, which may be while the application starts:
 * the earlier, the better.
 */
public final class StartDirectory {

	private static final boolean LED_HERE = WorkingDirectory.leadsHere(LocalProcess.current());

	private StartDirectory() {
	}

	/**
	 * Looks, if nobody has before.
	 * @return whether the path led here when somebody looked for the first time
	 */
	public static boolean look() {
		return LED_HERE;
	}

}
