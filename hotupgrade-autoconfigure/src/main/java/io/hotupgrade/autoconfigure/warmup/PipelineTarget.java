package io.hotupgrade.autoconfigure.warmup;

/**
 * Where requests of the pipeline's warm-up go: to a place that everybody may reach, where
 * something of ours answers them in front of every handler of the application.
 */
interface PipelineTarget {

	/**
	 * Gets ready to answer, and finds a place.
	 * @return the place
	 * @throws NoSuchTargetException if there is none
	 */
	Place prepare() throws NoSuchTargetException;

	/**
	 * A place.
	 *
	 * @param path the path, with the context path
	 * @param errors whether errors are handled without the application, too
	 */
	record Place(String path, boolean errors) {

	}

	/**
	 * Nothing of ours could answer.
	 */
	class NoSuchTargetException extends Exception {

		private static final long serialVersionUID = 1L;

		NoSuchTargetException(String message) {
			super(message);
		}

	}

}
