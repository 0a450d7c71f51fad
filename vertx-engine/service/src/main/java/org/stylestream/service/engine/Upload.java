package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.stylestream.protocol.message.Fault;
import org.stylestream.service.job.JobFaultException;

/** An upload while it comes: chunks in order, written beside its place, moved there once right. */
final class Upload {
  private final Path part;
  private final Path target;
  private final String sha256;
  private final long total;
  private MessageDigest digest = sha256();
  private long received;
  private boolean finished;

  /**
   * @param part where it grows
   * @param target where it goes
   * @param total its bytes
   */
  Upload(Path part, Path target, String sha256, long total) {
    this.part = part;
    this.target = target;
    this.sha256 = sha256;
    this.total = total;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Takes a chunk; one at 0 begins again, one that has come before is passed over, and so is
   * whatever comes after the upload is complete.
   *
   * @return whether the upload is complete
   * @throws JobFaultException if it isn't the next one, or all together aren't what was described
   */
  boolean add(long offset, Buffer payload) throws IOException {
    if (finished) {
      return true;
    }
    if (offset == 0) {
      restart();
    }
    if (offset + payload.length() <= received) {
      return false;
    }
    if (offset != received) {
      throw damaged(
          "a chunk of the upload %s begins at byte %d; the next must begin at %d, or at 0 to begin again"
              .formatted(sha256, offset, received));
    }
    byte[] bytes = payload.getBytes();
    write(bytes);
    digest.update(bytes);
    received += bytes.length;
    return received == total && finish();
  }

  private void restart() throws IOException {
    received = 0;
    digest = sha256();
    Files.deleteIfExists(part);
  }

  private void write(byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer source = ByteBuffer.wrap(bytes);
      while (source.hasRemaining()) {
        channel.write(source, received + source.position());
      }
    }
  }

  private boolean finish() throws IOException {
    String came = HexFormat.of().formatHex(digest.digest());
    if (!came.equals(sha256)) {
      restart();
      throw damaged("an upload has the SHA-256 %s; %s was described".formatted(came, sha256));
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
    return true;
  }

  /** Removes what has come. */
  void abandon() throws IOException {
    Files.deleteIfExists(part);
  }

  private static JobFaultException damaged(String sentence) {
    return new JobFaultException(Fault.of(Fault.Code.DAMAGED, sentence));
  }
}
