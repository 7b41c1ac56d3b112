package io.hotupgrade.state;

/**
 * What the successor connects for. Their order is the protocol: releases add to its end.
 */
enum Purpose {

	/** To read copies. */
	COPY,

	/** To read what the predecessor has released. */
	TAKE,

	/** To write what it has taken. */
	GIVE_BACK

}
