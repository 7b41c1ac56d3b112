package io.hotupgrade.loadmeter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The body of a request with the headers that describe it.
 */
interface RequestBody {

	RequestBody NONE = new RequestBody() {
		@Override
		public List<String> headers() {
			return List.of();
		}

		@Override
		public void writeTo(OutputStream output) {
		}
	};

	List<String> headers();

	void writeTo(OutputStream output) throws IOException;

	static RequestBody json(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return new RequestBody() {
			@Override
			public List<String> headers() {
				return List.of("Content-Type: application/json", "Content-Length: " + bytes.length);
			}

			@Override
			public void writeTo(OutputStream output) throws IOException {
				output.write(bytes);
				output.flush();
			}
		};
	}

}
