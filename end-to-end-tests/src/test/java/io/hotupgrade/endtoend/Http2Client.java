package io.hotupgrade.endtoend;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Somebody's HTTP/2 client, over TLS and with one connection. A request that it repeats
 * on another connection shows: the answer has another instance's id, or nobody listens.
 */
interface Http2Client extends AutoCloseable {

	/**
	 * Sends a request.
	 * @param path the path, with the query
	 * @return the answer's status and the id of the instance that gave it, separated by a
	 * space; completed when the answer is there as a whole
	 */
	CompletableFuture<String> get(String path);

	/**
	 * Sends several requests at once.
	 * @param path the path of all of them
	 * @param streams their number
	 * @return the answers, as {@link #get(String)} gives them
	 */
	default List<CompletableFuture<String>> get(String path, int streams) {
		return Stream.generate(() -> get(path)).limit(streams).toList();
	}

	@Override
	void close();

}
