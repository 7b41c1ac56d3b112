package io.hotupgrade.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.exclusive.RequestTally;
import io.hotupgrade.exclusive.ResourceHolder;

/**
 * Something that cannot exist twice, in a test.
 */
class TestResources implements ResourceHolder {

	final List<String> calls = new ArrayList<>();

	final List<String> names = new ArrayList<>(List.of("database"));

	boolean had = true;

	boolean serving = true;

	RuntimeException releaseFailure;

	RuntimeException takeBackFailure;

	RequestTally tally = RequestTally.NONE;

	Entrance entrance;

	@Override
	public List<String> names() {
		return this.names;
	}

	@Override
	public void release(Duration limit) {
		this.calls.add("release within " + limit.toSeconds());
		this.serving = false;
		if (this.releaseFailure != null) {
			throw this.releaseFailure;
		}
		this.had = false;
	}

	@Override
	public void sendOn(Entrance where) {
		this.calls.add("sendOn");
		this.entrance = where;
	}

	@Override
	public void hold() {
		this.calls.add("hold");
		this.entrance = null;
	}

	@Override
	public void takeBack() {
		this.calls.add("takeBack");
		if (this.takeBackFailure != null) {
			throw this.takeBackFailure;
		}
		this.had = true;
		this.serving = true;
		this.entrance = null;
	}

	@Override
	public RequestTally tally() {
		return this.tally;
	}

}
