package org.stylestream.compute.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.stylestream.compute.device.Cancellation;

/**
 * Downloads a file once. It grows beside its place as {@code NAME.part}, which a later download
 * goes on with, and is moved into place when its checksum is right. {@code NAME.lock} keeps two
 * downloads apart, of this process or of others; it stays, since removing it would let a third in.
 */
final class Download {
  private static final long POLL_NANOS = 100_000_000;
  private static final int BUFFER_BYTES = 1 << 16;

  private final RemoteFile file;
  private final Path target;
  private final Path part;
  private final Path validator;
  private final Path lock;
  private final DownloadProgress progress;
  private final Cancellation cancellation;

  /**
   * @param target where the file shall be; its folder is created
   */
  Download(RemoteFile file, Path target, DownloadProgress progress, Cancellation cancellation) {
    this.file = file;
    this.target = target;
    part = sibling(".part");
    validator = sibling(".part.version");
    lock = sibling(".lock");
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * Makes sure that the file is there.
   *
   * @return false if it already was, or another download brought it meanwhile
   * @throws org.stylestream.compute.device.CancelledException soon after a cancel was requested
   */
  boolean run() throws DownloadException {
    try {
      Files.createDirectories(target.getParent());
      try (FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        awaitLock(channel);
        if (Files.exists(target)) {
          return false;
        }
        fetch();
        return true;
      }
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw new DownloadException(
          "%s can't be written: %s".formatted(target.getParent(), reason(e)), e);
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file is where the folder should be";
    }
    return failure.getMessage();
  }

  private Path sibling(String suffix) {
    return target.resolveSibling(target.getFileName() + suffix);
  }

  private void awaitLock(FileChannel channel) throws IOException {
    while (!lock(channel)) {
      cancellation.check();
      progress.progress(partBytes(), file.bytes());
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another thread of this process holds it.
      return false;
    }
  }

  private void fetch() throws IOException {
    if (partBytes() != file.bytes()) {
      transfer();
    }
    String md5 = md5();
    if (!md5.equals(file.md5())) {
      discard();
      throw new DownloadException(
          "what %s sent has the md5 %s instead of %s and was deleted"
              .formatted(file.uri().getHost(), md5, file.md5()));
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(validator);
  }

  private void transfer() throws IOException {
    HttpSource source = new HttpSource(file.uri());
    Optional<String> version = resumable();
    if (version.isPresent()) {
      long have = partBytes();
      try (HttpSource.Answer answer = source.getFrom(have, version.get(), cancellation)) {
        if (answer.continuesAt(have)) {
          checkLength(answer, have);
          append(answer, have);
          return;
        }
        if (answer.isWhole()) {
          begin(answer);
          return;
        }
      }
    }
    try (HttpSource.Answer answer = source.get(cancellation)) {
      if (!answer.isWhole()) {
        throw new DownloadException(
            "%s answers with status %d".formatted(file.uri(), answer.status()));
      }
      begin(answer);
    }
  }

  /** The version of the file that the part belongs to, if it is known and something is there. */
  private Optional<String> resumable() throws IOException {
    long have = partBytes();
    if (have == 0 || have > file.bytes() || !Files.exists(validator)) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(validator));
  }

  private void begin(HttpSource.Answer answer) throws IOException {
    checkLength(answer, 0);
    discard();
    Optional<String> version = answer.validator();
    if (version.isPresent()) {
      Files.writeString(validator, version.get());
    }
    append(answer, 0);
  }

  private void append(HttpSource.Answer answer, long start) throws IOException {
    checkSpace(start);
    long have = start;
    try (FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      progress.progress(have, file.bytes());
      for (Optional<List<ByteBuffer>> chunk = answer.body().next(cancellation);
          chunk.isPresent() && have <= file.bytes();
          chunk = answer.body().next(cancellation)) {
        for (ByteBuffer buffer : chunk.get()) {
          have += buffer.remaining();
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
        progress.progress(have, file.bytes());
      }
      channel.force(true);
    } catch (DownloadException e) {
      throw new DownloadException(
          "%s after %d of %d bytes; asking again goes on from there"
              .formatted(e.getMessage(), have, file.bytes()),
          e);
    }
    if (have != file.bytes()) {
      discard();
      throw new DownloadException(
          "%s sent %d bytes or more; the file has %d"
              .formatted(file.uri().getHost(), have, file.bytes()));
    }
  }

  private void checkLength(HttpSource.Answer answer, long start) throws DownloadException {
    OptionalLong length = answer.length();
    if (length.isPresent() && start + length.getAsLong() != file.bytes()) {
      throw new DownloadException(
          "%s offers a file of %d bytes; the right one has %d"
              .formatted(file.uri(), start + length.getAsLong(), file.bytes()));
    }
  }

  private void checkSpace(long start) throws IOException {
    long free = Files.getFileStore(target.getParent()).getUsableSpace();
    if (free < file.bytes() - start) {
      throw new DownloadException(
          "%s has %d bytes of free space; %d are needed"
              .formatted(target.getParent(), free, file.bytes() - start));
    }
  }

  private long partBytes() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private void discard() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(validator);
  }

  private String md5() throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
    try (InputStream input = Files.newInputStream(part)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
