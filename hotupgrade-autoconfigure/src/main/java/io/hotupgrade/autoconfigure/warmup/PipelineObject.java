package io.hotupgrade.autoconfigure.warmup;

import java.lang.reflect.Method;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * A response as that of a controller: with the application's message converters and its
 * conversion of parameters, but without anything that advises controllers.
 */
final class PipelineObject {

	private final RequestMappingHandlerAdapter adapter = new AdapterWithoutContext();

	private final HandlerMethod method;

	/**
	 * Creates it.
	 * @param of the adapter of the application's controllers
	 */
	PipelineObject(RequestMappingHandlerAdapter of) {
		this.adapter.setMessageConverters(of.getMessageConverters());
		this.adapter.setWebBindingInitializer(of.getWebBindingInitializer());
		this.adapter.afterPropertiesSet();
		Method found = ReflectionUtils.findMethod(PipelineObject.class, "page", int.class, String.class);
		Assert.state(found != null, "No method");
		this.method = new HandlerMethod(this, found);
	}

	void write(HttpServletRequest request, HttpServletResponse response) throws Exception {
		this.adapter.handle(request, response, this.method);
	}

	@ResponseBody
	PipelinePage page(@RequestParam(name = "page", defaultValue = "1") int page,
			@RequestParam(name = "sort", defaultValue = "name") String sort) {
		return PipelinePage.of(page, sort);
	}

	/**
	 * Finds no advice, because it has nowhere to look for it.
	 */
	private static final class AdapterWithoutContext extends RequestMappingHandlerAdapter {

		@Override
		protected boolean isContextRequired() {
			return false;
		}

	}

}
