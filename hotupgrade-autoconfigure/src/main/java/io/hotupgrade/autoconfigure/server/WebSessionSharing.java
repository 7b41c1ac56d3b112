package io.hotupgrade.autoconfigure.server;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionStore;

/**
 * Lets WebFlux share the sessions that it keeps in memory. Those that are kept in another
 * store are left alone.
 *
 * @since 0.1.0
 */
public final class WebSessionSharing implements BeanPostProcessor, BeanClassLoaderAware, HttpHandlerDecoratorFactory {

	private static final String BOOT = "org.springframework.boot.";

	private final ObjectProvider<SessionSharing> sharing;

	private final ObjectProvider<ReactiveRequests> requests;

	private final ObjectProvider<WebSessionListener> listeners;

	private ClassLoader loader = ClassUtils.getDefaultClassLoader();

	/**
	 * Creates it.
	 * @param sharing whom sessions are shared with
	 * @param requests know the requests of the servers that may be there
	 * @param listeners are told when sessions leave and come
	 */
	public WebSessionSharing(ObjectProvider<SessionSharing> sharing, ObjectProvider<ReactiveRequests> requests,
			ObjectProvider<WebSessionListener> listeners) {
		this.sharing = sharing;
		this.requests = requests;
		this.listeners = listeners;
	}

	@Override
	public void setBeanClassLoader(ClassLoader loader) {
		this.loader = loader;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof DefaultWebSessionManager manager && isInMemory(manager.getSessionStore())) {
			InMemoryWebSessionStore store = (InMemoryWebSessionStore) manager.getSessionStore();
			this.sharing.getObject()
				.attach(Optional.empty(), (exchange, settings) -> manager
					.setSessionStore(new SharedWebSessions(store, this.listeners, this.loader, exchange, settings)));
		}
		return bean;
	}

	/** Boot has one that sets the time after which sessions end. */
	private static boolean isInMemory(WebSessionStore store) {
		return store.getClass() == InMemoryWebSessionStore.class
				|| store instanceof InMemoryWebSessionStore && store.getClass().getName().startsWith(BOOT);
	}

	/** Around all of a request, with what answers in the case of an error. */
	@Override
	public HttpHandler apply(HttpHandler handler) {
		List<ReactiveRequests> servers = this.requests.stream().toList();
		return (request, response) -> {
			WebSessionUse use = new WebSessionUse(response, executor(servers, request));
			return handler.handle(request, response)
				.doFinally((end) -> use.end())
				.contextWrite((context) -> context.put(WebSessionUse.class, use));
		};
	}

	private static Executor executor(List<ReactiveRequests> servers, ServerHttpRequest request) {
		return servers.stream()
			.map((server) -> server.executorOf(request))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(SharedWebSessions.AWAY);
	}

}
