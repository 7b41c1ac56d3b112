package io.hotupgrade.internal.prepare;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The files of a directory, at any depth.
 *
 * @param root the directory
 */
record FileTree(Path root) {

	/**
	 * What tells whether files are missing or have been cut: a line for each, with its
	 * size and path.
	 */
	List<String> list() throws IOException {
		List<String> lines = new ArrayList<>();
		Files.walkFileTree(this.root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				lines.add(attributes.size() + " " + FileTree.this.root.relativize(file));
				return FileVisitResult.CONTINUE;
			}

		});
		Collections.sort(lines);
		return lines;
	}

	/**
	 * Deletes all of it.
	 */
	void delete() throws IOException {
		if (!Files.exists(this.root)) {
			return;
		}
		Files.walkFileTree(this.root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
					throws IOException {
				Files.delete(directory);
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
