package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * One lstat(2) of a file: all of it belongs together, and a symbolic link is not
 * followed.
 *
 * @param mode type and permissions
 * @param uid the owner
 * @param device the file system
 * @param inode the file's number in it
 */
record FileStatus(int mode, long uid, long device, long inode) {

	private static final int TYPE = 0170000;

	private static final int SOCKET = 0140000;

	private static final int SYMBOLIC_LINK = 0120000;

	private static final int DIRECTORY = 0040000;

	private static final int PERMISSIONS = 0777;

	static FileStatus of(Path path) throws IOException {
		Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,uid,dev,ino", LinkOption.NOFOLLOW_LINKS);
		return new FileStatus((Integer) attributes.get("mode"), Integer.toUnsignedLong((Integer) attributes.get("uid")),
				(Long) attributes.get("dev"), (Long) attributes.get("ino"));
	}

	boolean isSocket() {
		return (this.mode & TYPE) == SOCKET;
	}

	boolean isSymbolicLink() {
		return (this.mode & TYPE) == SYMBOLIC_LINK;
	}

	boolean isDirectory() {
		return (this.mode & TYPE) == DIRECTORY;
	}

	int permissions() {
		return this.mode & PERMISSIONS;
	}

	boolean isSameFile(FileStatus other) {
		return this.device == other.device && this.inode == other.inode;
	}

}
