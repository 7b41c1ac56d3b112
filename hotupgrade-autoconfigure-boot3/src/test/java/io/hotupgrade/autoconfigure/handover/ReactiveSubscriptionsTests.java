package io.hotupgrade.autoconfigure.handover;

/**
 * Reactive {@code @Scheduled} methods with Spring Framework 6.
 */
class ReactiveSubscriptionsTests extends AbstractReactiveSubscriptionsTests {

}
