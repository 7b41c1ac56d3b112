package io.hotupgrade.autoconfigure.state;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.StateHandover;
import io.hotupgrade.sessions.AttributeCodec;
import io.hotupgrade.sessions.ObjectInput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the entries of caches, so that the new instance starts warm. Keys and values are
 * serialised, each by itself: those that cannot be written or read are left out. So are
 * those for which there is no room.
 */
final class CachesHandover implements StateHandover {

	private static final Logger logger = LoggerFactory.getLogger(CachesHandover.class);

	/** What ends the entries of a cache, and what ends all. */
	private static final int END_SIZE = 1 + Short.BYTES;

	private static final int ENTRY_HEAD_SIZE = 1 + Long.BYTES + 2 * Integer.BYTES;

	private static final long NO_LIMIT = Long.MIN_VALUE;

	private final SelectedCaches caches;

	private final ObjectInput objects;

	private final long maxSize;

	/**
	 * Creates it.
	 * @param caches what to copy
	 * @param objects accepts the classes of keys and values
	 * @param maxSize how much to write, in bytes
	 */
	CachesHandover(SelectedCaches caches, ObjectInput objects, long maxSize) {
		this.caches = caches;
		this.objects = objects;
		this.maxSize = maxSize;
	}

	@Override
	public String name() {
		return "hotupgrade.caches";
	}

	@Override
	public int version() {
		return 1;
	}

	@Override
	public Moment moment() {
		return Moment.COPIED;
	}

	@Override
	public void write(OutputStream target) throws IOException {
		Copying copying = new Copying(new DataOutputStream(target));
		for (SelectedCaches.SelectedCache cache : this.caches.all()) {
			copying.write(cache);
		}
		copying.end();
	}

	@Override
	public void read(InputStream source, int version) throws IOException {
		DataInputStream in = new DataInputStream(new BufferedInputStream(source));
		Tally tally = new Tally();
		try (EntryExpiry expiry = new EntryExpiry()) {
			for (String manager = in.readUTF(); !manager.isEmpty(); manager = in.readUTF()) {
				String name = in.readUTF();
				read(in, name, this.caches.find(manager, name), tally, expiry);
			}
		}
		finally {
			logger.info("{} entries of caches have come along; {} were there already, had no place or no time left, {} "
					+ "could not be read", tally.added, tally.skipped, tally.lost);
		}
	}

	private void read(DataInputStream in, String name, Optional<CacheEntries> cache, Tally tally, EntryExpiry expiry)
			throws IOException {
		AttributeCodec codec = new AttributeCodec(this.objects, tally.lost::incrementAndGet, "entry of the cache");
		while (in.readBoolean()) {
			long remaining = in.readLong();
			byte[] key = in.readNBytes(in.readInt());
			byte[] value = in.readNBytes(in.readInt());
			if (cache.isEmpty()) {
				tally.skipped++;
				continue;
			}
			Optional<CacheEntries.Entry> entry = codec.read(name, key)
				.flatMap((readKey) -> codec.read(name, value)
					.map((readValue) -> new CacheEntries.Entry(readKey, readValue, toDuration(remaining))));
			if (entry.isPresent()) {
				tally.count(cache.get().add(entry.get(), expiry));
			}
		}
	}

	private static @Nullable Duration toDuration(long remaining) {
		return (remaining != NO_LIMIT) ? Duration.ofNanos(remaining) : null;
	}

	private static long fromDuration(@Nullable Duration remaining) {
		return (remaining != null) ? remaining.toNanos() : NO_LIMIT;
	}

	/**
	 * What becomes of entries that are read.
	 */
	private static final class Tally {

		private final AtomicInteger lost = new AtomicInteger();

		private int added;

		private int skipped;

		void count(boolean wasAdded) {
			if (wasAdded) {
				this.added++;
			}
			else {
				this.skipped++;
			}
		}

	}

	/**
	 * Writes as much as there is room for.
	 */
	private final class Copying {

		private final DataOutputStream out;

		private final AtomicInteger lost = new AtomicInteger();

		private final AttributeCodec codec = new AttributeCodec(CachesHandover.this.objects, this.lost::incrementAndGet,
				"entry of the cache");

		private long room = CachesHandover.this.maxSize - END_SIZE;

		private int entries;

		private boolean full;

		Copying(DataOutputStream out) {
			this.out = out;
		}

		void write(SelectedCaches.SelectedCache cache) throws IOException {
			if (!takeRoom(2 * Short.BYTES + 3L * (cache.manager().length() + cache.name().length()) + 1)) {
				return;
			}
			this.out.writeUTF(cache.manager());
			this.out.writeUTF(cache.name());
			cache.entries().forEach((entry) -> write(cache.name(), entry));
			this.out.writeBoolean(false);
		}

		private boolean write(String cache, CacheEntries.Entry entry) throws IOException {
			Optional<byte[]> key = this.codec.write(cache, entry.key());
			Optional<byte[]> value = this.codec.write(cache, entry.value());
			if (key.isEmpty() || value.isEmpty()) {
				return true;
			}
			if (!takeRoom((long) ENTRY_HEAD_SIZE + key.get().length + value.get().length)) {
				return false;
			}
			this.out.writeBoolean(true);
			this.out.writeLong(fromDuration(entry.remaining()));
			write(key.get());
			write(value.get());
			this.entries++;
			return true;
		}

		private void write(byte[] bytes) throws IOException {
			this.out.writeInt(bytes.length);
			this.out.write(bytes);
		}

		private boolean takeRoom(long size) {
			this.full |= size > this.room;
			if (!this.full) {
				this.room -= size;
			}
			return !this.full;
		}

		void end() throws IOException {
			this.out.writeUTF("");
			this.out.flush();
			logger.info("{} entries of caches were copied for the next instance; {} could not be written", this.entries,
					this.lost);
			if (this.full) {
				logger
					.warn("Not all entries of caches come along: there are more than hotupgrade.state.max-size allows");
			}
		}

	}

}
