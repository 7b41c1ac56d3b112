/**
 * What the adapters of all servers share: which connections are open and what they are
 * used for, when one is idle, how sessions and HTTP/2 connections are taken leave of. No
 * types of any server. {@link io.hotupgrade.server.support.TrackedConnection} is the
 * place to start.
 */
@NullMarked
package io.hotupgrade.server.support;

import org.jspecify.annotations.NullMarked;
