package io.hotupgrade;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.WarmUpSettings.Repeated;
import io.hotupgrade.WarmUpSettings.Until;

/**
 * A part of a warm-up. One is done after the other, within the time that all have
 * together.
 *
 * @since 0.1.0
 */
public sealed interface WarmUpPart {

	/**
	 * The application's own tasks, one after the other.
	 *
	 * @param tasks the tasks
	 */
	record Tasks(List<WarmUp> tasks) implements WarmUpPart {

		public Tasks {
			tasks = List.copyOf(tasks);
		}

	}

	/**
	 * Requests, which take turns.
	 *
	 * @param source where they come from; the report has it
	 * @param requests the requests; none if there is nothing but the note
	 * @param sending how they are sent
	 * @param note what the report says of them from the beginning; empty for nothing
	 */
	record Requests(String source, List<Repeated> requests, Sending sending, String note) implements WarmUpPart {

		public Requests {
			requests = List.copyOf(requests);
		}

		/**
		 * The requests that are configured.
		 * @param settings what is configured
		 * @return the part
		 */
		public static Requests configured(WarmUpSettings settings) {
			return new Requests("configured", settings.requests(), Sending.of(settings), "");
		}

	}

	/**
	 * How requests are sent.
	 *
	 * @param concurrency how many are under way at once
	 * @param until when one of them has been sent often enough
	 * @param window see {@link WarmUpSettings#window()}
	 * @param tolerance see {@link WarmUpSettings#tolerance()}
	 * @param limit how long they may take all together; then the next part begins
	 * @param rest how long nothing is sent after each response, in percent of the time
	 * that it took
	 * @param expectation what is wrong with a response
	 * @param onUnexpected what follows then
	 */
	record Sending(int concurrency, Until until, int window, int tolerance, Duration limit, int rest,
			Expectation expectation, OnUnexpected onUnexpected) {

		/**
		 * As configured requests are sent: without a rest and as long as there is time,
		 * and an error is a failure.
		 * @param settings what is configured
		 * @return how they are sent
		 */
		public static Sending of(WarmUpSettings settings) {
			return new Sending(settings.concurrency(), settings.until(), settings.window(), settings.tolerance(),
					settings.timeout(), 0, Expectation.NO_ERROR, OnUnexpected.FAILURE);
		}

	}

	/**
	 * What is expected of a response.
	 */
	@FunctionalInterface
	interface Expectation {

		/** A status below 400. */
		Expectation NO_ERROR = (request, response) -> (response.status() < 400) ? Optional.empty()
				: Optional.of(answeredWith(response));

		/**
		 * Looks at a response.
		 * @param request what it answers
		 * @param response the response
		 * @return what is wrong with it, to be read after the request; empty if nothing
		 * is
		 */
		Optional<String> unexpected(WarmUpRequest request, WarmUpResponse response);

		/**
		 * Describes a response by its status.
		 * @param response the response
		 * @return the description, to be read after the request
		 */
		static String answeredWith(WarmUpResponse response) {
			return "was answered with " + response.status();
		}

	}

	/**
	 * What follows from an unexpected response, or from none.
	 */
	enum OnUnexpected {

		/** It is a failure, with what {@link WarmUpSettings#onFailure()} says of it. */
		FAILURE,

		/** This one is not sent any more; the report counts it as failed. */
		SKIP,

		/** No more of these requests are sent; the report says why. */
		END

	}

}
