package io.hotupgrade.internal.supervision;

import io.hotupgrade.RefusalReason;

/**
 * Why a successor would not outlive this process.
 *
 * @param reason what kind of parent it is, for scripts
 * @param message who it is, what would happen, and what to do
 */
public record Danger(RefusalReason reason, String message) {

}
