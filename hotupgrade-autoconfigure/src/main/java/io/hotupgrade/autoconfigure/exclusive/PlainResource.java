package io.hotupgrade.autoconfigure.exclusive;

import java.time.Duration;

import io.hotupgrade.ExclusiveResource;

/**
 * A bean that knows by itself how to let go.
 *
 * @param bean the bean
 */
record PlainResource(ExclusiveResource bean) implements HeldResource {

	@Override
	public void release(Duration limit) throws Exception {
		this.bean.release(limit);
	}

	@Override
	public void takeBack() throws Exception {
		this.bean.takeBack();
	}

}
