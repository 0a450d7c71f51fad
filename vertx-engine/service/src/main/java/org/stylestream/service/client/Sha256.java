package org.stylestream.service.client;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.stylestream.protocol.Limits;

/** The name of an upload. */
final class Sha256 {
  private Sha256() {}

  /** In hexadecimal. */
  static String of(Buffer bytes) {
    MessageDigest digest = digest();
    for (int from = 0; from < bytes.length(); from += Limits.CHUNK) {
      digest.update(bytes.getBytes(from, Math.min(bytes.length(), from + Limits.CHUNK)));
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
