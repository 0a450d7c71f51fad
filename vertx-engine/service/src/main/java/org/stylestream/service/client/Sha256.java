package org.stylestream.service.client;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.stylestream.protocol.Limits;

/** The name of an upload. */
final class Sha256 {
  private Sha256() {}

  /** In hexadecimal. */
  static String of(Buffer bytes) {
    try {
      return of(new UploadSource.InMemory(bytes));
    } catch (IOException e) {
      throw new IllegalStateException("reading memory doesn't fail", e);
    }
  }

  /** In hexadecimal; blocks where the source does. */
  static String of(UploadSource source) throws IOException {
    MessageDigest digest = digest();
    long total = source.bytes();
    for (long from = 0; from < total; from += Limits.CHUNK) {
      int length = (int) Math.min(Limits.CHUNK, total - from);
      digest.update(source.read(from, length).getBytes());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
