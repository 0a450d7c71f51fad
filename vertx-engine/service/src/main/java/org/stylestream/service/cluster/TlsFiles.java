package org.stylestream.service.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a member proves itself with, and what it judges others by: PEM files as openssl writes them.
 *
 * @param key the member's private key, not encrypted (PKCS #8, PKCS #1 or SEC 1)
 * @param certificate the certificate of that key, followed by intermediate ones where there are any
 * @param authority the certificate of the authority that signs members, and members only
 */
public record TlsFiles(Path key, Path certificate, Path authority) {

  /** Reads the files. */
  Material read() {
    return new Material(
        new PemKeyCertOptions().addKeyValue(content(key)).addCertValue(content(certificate)),
        new PemTrustOptions().addCertValue(content(authority)));
  }

  /** Refuses files that can't be used, with a sentence that names the file. */
  void check() {
    Material material = read();
    try {
      material.keys();
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "%s and %s are no private key and certificate in PEM (%s); give a pair that openssl made"
              .formatted(key, certificate, e.getMessage()),
          e);
    }
    try {
      material.authorities();
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "%s is no certificate in PEM (%s); give that of the authority that signed the members'"
              .formatted(authority, e.getMessage()),
          e);
    }
  }

  private static Buffer content(Path file) {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s can't be read; give a readable PEM file".formatted(file), e);
    }
  }

  /** The files' content, as Vert.x takes it. */
  record Material(PemKeyCertOptions pair, PemTrustOptions trust) {
    KeyManagerFactory keys() throws Exception {
      // Vert.x asks for itself only to find files, and there are none: these are values.
      return pair.getKeyManagerFactory(null);
    }

    TrustManagerFactory authorities() throws Exception {
      return trust.getTrustManagerFactory(null);
    }
  }
}
