/**
 * A small web application that replaces itself while clients use it. Every response tells
 * in the header {@code X-Instance} which process gave it.
 */
package io.hotupgrade.sample;
