package io.hotupgrade.sample;

import java.io.Serializable;

/**
 * What somebody has said. A new version of the application may not have this class.
 *
 * @param text the words
 */
record Remark(String text) implements Serializable {

	private static final long serialVersionUID = 1L;

}
