package io.hotupgrade.endtoend;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/**
 * The HTTP/2 clients of other projects. Whatever they could do to hide a loss is switched
 * off.
 */
final class Http2Clients {

	private static final String INSTANCE = "X-Instance";

	private static final long SECONDS = 60;

	private Http2Clients() {
	}

	static Http2Client jetty(String address) {
		ClientConnector connector = new ClientConnector();
		connector.setSslContextFactory(new SslContextFactory.Client(true));
		HttpClient client = new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client(connector)));
		client.setMaxConnectionsPerDestination(1);
		try {
			client.start();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		return client(
				(path) -> new CompletableResponseListener(client.newRequest(address + path)).send()
					.thenApply((response) -> response.getStatus() + " " + response.getHeaders().get(INSTANCE)),
				client::stop);
	}

	static Http2Client okHttp(String address) {
		OkHttpClient client = new OkHttpClient.Builder()
			.sslSocketFactory(TrustEverybody.context().getSocketFactory(), new TrustEverybody())
			.hostnameVerifier((name, session) -> true)
			.retryOnConnectionFailure(false)
			.readTimeout(SECONDS, TimeUnit.SECONDS)
			.build();
		return client((path) -> {
			CompletableFuture<String> answer = new CompletableFuture<>();
			client.newCall(new Request.Builder().url(address + path).build()).enqueue(new Callback() {

				@Override
				public void onResponse(Call call, Response response) throws IOException {
					response.body().string();
					answer.complete(response.code() + " " + response.header(INSTANCE));
				}

				@Override
				public void onFailure(Call call, IOException ex) {
					answer.completeExceptionally(ex);
				}

			});
			return answer;
		}, () -> {
			client.dispatcher().executorService().shutdownNow();
			client.connectionPool().evictAll();
		});
	}

	static Http2Client apache(String address) {
		CloseableHttpAsyncClient client = HttpAsyncClients.customHttp2()
			.setTlsStrategy(ClientTlsStrategyBuilder.create()
				.setSslContext(TrustEverybody.context())
				.setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
				.buildAsync())
			.setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(SECONDS, TimeUnit.SECONDS).build())
			.disableAutomaticRetries()
			.build();
		client.start();
		return client((path) -> {
			CompletableFuture<String> answer = new CompletableFuture<>();
			SimpleHttpRequest request = SimpleRequestBuilder.get(address + path).build();
			client.execute(request, new FutureCallback<SimpleHttpResponse>() {

				@Override
				public void completed(SimpleHttpResponse response) {
					answer.complete(response.getCode() + " " + response.getFirstHeader(INSTANCE).getValue());
				}

				@Override
				public void failed(Exception ex) {
					answer.completeExceptionally(ex);
				}

				@Override
				public void cancelled() {
					answer.cancel(false);
				}

			});
			return answer;
		}, client::close);
	}

	static Http2Client netty(String address) {
		ConnectionProvider connections = ConnectionProvider.create("end-to-end", 1);
		reactor.netty.http.client.HttpClient client = reactor.netty.http.client.HttpClient.create(connections)
			.protocol(HttpProtocol.H2)
			.secure((tls) -> tls.sslContext(trustingEverybody()))
			.disableRetry(true);
		return client((path) -> client.get()
			.uri(address + path)
			.responseSingle((response, body) -> body.asString()
				.map((text) -> response.status().code() + " " + response.responseHeaders().get(INSTANCE)))
			.toFuture(), connections::dispose);
	}

	private static SslProvider.GenericSslContextSpec<SslContextBuilder> trustingEverybody() {
		return Http2SslContextSpec.forClient()
			.configure((builder) -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE));
	}

	private static Http2Client client(Sending sending, Closing closing) {
		return new Http2Client() {

			@Override
			public CompletableFuture<String> get(String path) {
				return sending.get(path).exceptionally((ex) -> "failed: " + ex);
			}

			@Override
			public void close() {
				try {
					closing.close();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}

		};
	}

	@FunctionalInterface
	private interface Sending {

		CompletableFuture<String> get(String path);

	}

	@FunctionalInterface
	private interface Closing {

		void close() throws Exception;

	}

}
