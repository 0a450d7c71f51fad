package org.stylestream.service.picture;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * A file that appears complete or not at all: written beside its target, forced to the disk, and
 * moved into place by {@link #commit}. Closed without it, it leaves nothing behind.
 */
final class AtomicFile implements Closeable {
  private final Path target;
  private final Path draft;
  private final RandomAccessFile file;
  private final ImageOutputStream stream;

  private AtomicFile(Path target, Path draft, RandomAccessFile file) {
    this.target = target;
    this.draft = draft;
    this.file = file;
    stream = new FileImageOutputStream(file);
  }

  /** Begins a file that shall become {@code target}; a link there is followed, not replaced. */
  static AtomicFile create(Path target) throws PictureException {
    try {
      Path followed = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
      String name = ".%s.%s.part".formatted(followed.getFileName(), UUID.randomUUID());
      Path draft = Files.createFile(followed.resolveSibling(name));
      return new AtomicFile(followed, draft, new RandomAccessFile(draft.toFile(), "rw"));
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /** Where to write; big-endian, seekable, not to be closed. */
  ImageOutputStream stream() {
    return stream;
  }

  /** Moves what was written into place. */
  void commit() throws IOException {
    stream.flush();
    file.getChannel().force(true);
    stream.close();
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws PictureException {
    try {
      file.close();
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /** What to tell the user of a file that couldn't be written. */
  static PictureException failure(Path target, IOException cause) {
    if (cause instanceof PictureException told) {
      return told;
    }
    if (cause instanceof NoSuchFileException) {
      return new PictureException(
          "there is no folder to write %s into; create it or give another".formatted(target),
          cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new PictureException(
          "the folder of %s may not be written into; allow it or give another".formatted(target),
          cause);
    }
    if (isFull(target, cause)) {
      return new PictureException(
          "no space is left on the disk for %s; free some or give a path on another disk"
              .formatted(target),
          cause);
    }
    return new PictureException(
        "%s can't be written (%s); give a path that can".formatted(target, cause.getMessage()),
        cause);
  }

  private static boolean isFull(Path target, IOException cause) {
    for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
      if (String.valueOf(reason.getMessage()).contains("No space left")) {
        return true;
      }
    }
    try {
      return Files.getFileStore(target.toAbsolutePath().getParent()).getUsableSpace() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
