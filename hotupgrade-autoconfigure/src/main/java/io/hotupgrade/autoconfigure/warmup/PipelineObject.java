package io.hotupgrade.autoconfigure.warmup;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

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
	Page page(@RequestParam(name = "page", defaultValue = "1") int page,
			@RequestParam(name = "sort", defaultValue = "name") String sort) {
		List<Entry> entries = List.of(new Entry(1, "first", 0.5, true, Map.of("in", "stock")),
				new Entry(2, "größe", 1.5, false, Map.of()));
		return new Page(page, sort, entries);
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

	/**
	 * What is written.
	 *
	 * @param number a number
	 * @param sort a text
	 * @param entries a list
	 */
	record Page(int number, String sort, List<Entry> entries) {

	}

	/**
	 * An entry of the list.
	 *
	 * @param id a large number
	 * @param name a text
	 * @param price a fraction
	 * @param open a truth
	 * @param attributes a map
	 */
	record Entry(long id, String name, double price, boolean open, Map<String, String> attributes) {

	}

}
