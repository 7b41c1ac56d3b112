package io.hotupgrade.autoconfigure.handover;

/**
 * Reactive {@code @Scheduled} methods with Spring Framework 7.
 */
class ReactiveSubscriptionsTests extends AbstractReactiveSubscriptionsTests {

}
