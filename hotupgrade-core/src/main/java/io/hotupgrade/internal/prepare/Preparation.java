package io.hotupgrade.internal.prepare;

import io.hotupgrade.internal.process.PreparedStart;

/**
 * A start that is prepared.
 *
 * @param start where to start from
 * @param description how it was prepared, for people
 */
public record Preparation(PreparedStart start, String description) {

}
