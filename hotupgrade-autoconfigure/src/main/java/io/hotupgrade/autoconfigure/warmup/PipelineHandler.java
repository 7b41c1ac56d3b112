package io.hotupgrade.autoconfigure.warmup;

import java.io.IOException;

import io.hotupgrade.CauseChain;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Answers the requests of the pipeline's warm-up.
 */
final class PipelineHandler implements HttpRequestHandler {

	private final PipelineObject object;

	PipelineHandler(PipelineObject object) {
		this.object = object;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		HttpSession session = request.getSession(false);
		if (session != null) {
			endWhatBegan(session);
			response.setHeader(PipelineRequests.ANSWER, "because a filter has opened a session");
		}
		else if (request.getDispatcherType() == DispatcherType.ERROR
				|| !PipelineRequests.ERROR.equals(request.getHeader(PipelineRequests.HEADER))) {
			write(request, response);
		}
		else {
			// So that the filters of the error dispatch see it as those before did.
			request.removeAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE);
			response.sendError(HttpServletResponse.SC_NOT_FOUND);
		}
	}

	private static void endWhatBegan(HttpSession session) {
		if (session.isNew()) {
			session.invalidate();
		}
	}

	private void write(HttpServletRequest request, HttpServletResponse response) {
		response.setHeader(PipelineRequests.ANSWER, PipelineRequests.DONE);
		try {
			this.object.write(request, response);
		}
		catch (HttpMediaTypeNotAcceptableException ex) {
			response.setStatus(HttpServletResponse.SC_NO_CONTENT);
		}
		catch (Exception ex) {
			// The application's handlers of exceptions are not asked.
			response.setHeader(PipelineRequests.ANSWER,
					"because it could not be written: " + CauseChain.describe(ex).replaceAll("[^ -~]", " "));
		}
	}

}
