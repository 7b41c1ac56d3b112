package io.hotupgrade.internal.control;

import java.util.List;

/**
 * A list of texts.
 */
record TextsFormat() implements ComponentFormat<List<String>> {

	@Override
	public void write(String name, List<String> texts, FieldWriter out) {
		out.texts(name, texts);
	}

	@Override
	public List<String> read(String name, FieldReader in) throws ControlProtocolException {
		return in.texts(name);
	}

}
