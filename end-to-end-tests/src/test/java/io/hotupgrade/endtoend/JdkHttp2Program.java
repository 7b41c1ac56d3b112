package io.hotupgrade.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * The HTTP/2 client of the JDK that runs it, as a program that {@link ClientProgram}
 * knows how to talk to.
 */
public final class JdkHttp2Program {

	private JdkHttp2Program() {
	}

	/**
	 * Runs until its standard input ends.
	 * @param args the server's address
	 * @throws IOException if standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_2)
			.sslContext(TrustEverybody.context())
			.build();
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			String id = line.substring(0, line.indexOf(' '));
			HttpRequest request = HttpRequest.newBuilder(URI.create(args[0] + line.substring(id.length() + 1))).build();
			client.sendAsync(request, BodyHandlers.ofString())
				.whenComplete((response, failure) -> System.out
					.println(id + " " + ((failure != null) ? "failed: " + failure : outcome(response))));
		}
	}

	private static String outcome(HttpResponse<String> response) {
		return response.statusCode() + " " + response.headers().firstValue("X-Instance").orElse("");
	}

}
