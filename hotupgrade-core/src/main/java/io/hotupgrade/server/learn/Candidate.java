package io.hotupgrade.server.learn;

/**
 * What is kept of a request.
 *
 * @param target path and query, encoded as they came
 * @param accept its {@code Accept}, or an empty string
 * @param pattern the pattern of its handler, or its path
 */
record Candidate(String target, String accept, String pattern) {

}
