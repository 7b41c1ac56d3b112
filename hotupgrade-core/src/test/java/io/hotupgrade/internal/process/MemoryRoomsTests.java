package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryRooms}.
 */
class MemoryRoomsTests {

	private static final long MIB = 1 << 20;

	@TempDir
	private Path directory;

	private Path mount;

	@BeforeEach
	void createFiles() throws IOException {
		this.mount = Files.createDirectory(this.directory.resolve("cgroup"));
		write("self/status",
				"Name:\tjava\nVmRSS:\t  900 kB\nRssAnon:\t  300 kB\nRssFile:\t 100 kB\nRssShmem:\t 500 kB\n");
		write("meminfo", "MemTotal:       4096 kB\nMemFree:         100 kB\nMemAvailable:   2048 kB\n");
		write("self/mountinfo", "");
		write("self/cgroup", "0::/\n");
	}

	@Test
	void residentIsWhatCannotBeSharedOrTakenAway() {
		assertThat(rooms().resident(MIB)).hasValue(800 * 1024);
	}

	@Test
	void residentWhenHeapIsMappedSeveralTimesCountsItOnce() {
		assertThat(rooms().resident(200 * 1024)).hasValue(500 * 1024);
	}

	@Test
	void residentWhenKernelIsOldIsAll() throws IOException {
		write("self/status", "VmRSS:\t  900 kB\n");
		assertThat(rooms().resident(MIB)).hasValue(900 * 1024);
	}

	@Test
	void residentWhenUnreadableIsEmpty() {
		assertThat(new MemoryRooms(this.directory.resolve("missing")).resident(MIB)).isEmpty();
		assertThat(new MemoryRooms(this.directory.resolve("missing")).all()).isEmpty();
	}

	@Test
	void residentOfThisProcessIsPlausible() {
		long heap = Runtime.getRuntime().totalMemory();
		assertThat(new MemoryRooms(Path.of("/proc")).resident(heap).orElseThrow()).isBetween(10 * MIB, 100_000 * MIB);
		assertThat(new MemoryRooms(Path.of("/proc")).all()).isNotEmpty();
	}

	@Test
	void allWithoutLimitIsTheMachine() {
		assertThat(rooms().all()).containsExactly(new MemoryRoom("the machine (MemAvailable)", 4 * MIB, 2 * MIB));
	}

	@Test
	void allHasEveryLimitOfVersionTwoUpTheHierarchy() throws IOException {
		mountinfo("/", "cgroup2 cgroup2 rw");
		write("self/cgroup", "0::/app.slice/app.service\n");
		group("app.slice/app.service", "memory.max", "1000", "memory.high", "900", "memory.current", "700");
		group("app.slice", "memory.max", "max", "memory.high", "max", "memory.current", "5000");
		group("", "memory.max", "9000", "memory.current", "8999");
		assertThat(rooms().all())
			.contains(room("app.slice/app.service/memory.max", 1000, 600),
					room("app.slice/app.service/memory.high", 900, 500), room("memory.max", 9000, 301))
			.hasSize(4);
	}

	@Test
	void allHasEveryLimitOfVersionOne() throws IOException {
		mountinfo("/", "cgroup cgroup rw,memory");
		write("self/cgroup", "9:cpu,cpuacct:/elsewhere\n4:memory:/app\n0::/other\n");
		group("app", "memory.limit_in_bytes", "1000", "memory.usage_in_bytes", "700");
		group("", "memory.limit_in_bytes", "9223372036854771712", "memory.usage_in_bytes", "700");
		assertThat(rooms().all()).contains(room("app/memory.limit_in_bytes", 1000, 700)).hasSize(2);
	}

	@Test
	void allInAContainerTakesTheMountPointForItsGroup() throws IOException {
		mountinfo("/docker/4711", "cgroup2 cgroup2 rw");
		write("self/cgroup", "0::/docker/4711\n");
		group("", "memory.max", "1000", "memory.current", "700");
		assertThat(rooms().all()).contains(room("memory.max", 1000, 600)).hasSize(2);
		write("self/cgroup", "0::/../sibling\n");
		assertThat(rooms().all()).contains(room("memory.max", 1000, 600)).hasSize(2);
	}

	@Test
	void allWhenGroupIsNotThereIsTheMachine() throws IOException {
		mountinfo("/", "cgroup cgroup rw,cpu");
		write("self/cgroup", "4:memory:/app\n");
		group("app", "memory.limit_in_bytes", "1000", "memory.usage_in_bytes", "700");
		assertThat(rooms().all()).hasSize(1);
	}

	private MemoryRooms rooms() {
		return new MemoryRooms(this.directory);
	}

	private MemoryRoom room(String file, long limit, long free) {
		return new MemoryRoom(this.mount.resolve(file).toString(), limit, free);
	}

	private void mountinfo(String root, String kind) throws IOException {
		write("self/mountinfo",
				"23 1 0:22 / /proc rw,nosuid shared:5 - proc proc rw\n31 23 0:28 %s %s rw,nosuid shared:4 - %s\n"
					.formatted(root, this.mount, kind));
	}

	/** Each has 300 bytes of files in memory, and 400 with those of groups inside. */
	private void group(String name, String... files) throws IOException {
		Path group = Files.createDirectories(this.mount.resolve(name));
		Files.writeString(group.resolve("memory.stat"),
				"anon 500\nactive_file 100\ninactive_file 200\ntotal_active_file 150\ntotal_inactive_file 250\n");
		for (int i = 0; i < files.length; i += 2) {
			Files.writeString(group.resolve(files[i]), files[i + 1] + "\n");
		}
	}

	private void write(String file, String text) throws IOException {
		Path path = this.directory.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

}
