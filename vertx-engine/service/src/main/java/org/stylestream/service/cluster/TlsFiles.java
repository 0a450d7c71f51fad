package org.stylestream.service.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a member proves itself with, and what it judges others by: PEM files as openssl writes them.
 *
 * @param key the member's private key, not encrypted (PKCS #8, PKCS #1 or SEC 1)
 * @param certificate the certificate of that key, followed by intermediate ones where there are any
 * @param authority the certificate of the authority that signs members, and members only
 */
public record TlsFiles(Path key, Path certificate, Path authority) {

  /**
   * What both ends of a connection show and trust.
   *
   * @throws IllegalArgumentException where a file can't be used, with a sentence that names it
   */
  SSLContext context() {
    KeyManagerFactory keys = keys();
    TrustManagerFactory authorities = authorities();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), authorities.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  /** Key and certificate, as Vert.x takes them. */
  PemKeyCertOptions pair() {
    return new PemKeyCertOptions().addKeyValue(content(key)).addCertValue(content(certificate));
  }

  /** The authority, as Vert.x takes it. */
  PemTrustOptions trust() {
    return new PemTrustOptions().addCertValue(content(authority));
  }

  private KeyManagerFactory keys() {
    PemKeyCertOptions pair = pair();
    try {
      // Vert.x would need itself only to find files, and there are none: these are values.
      return pair.getKeyManagerFactory(null);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "%s and %s are no private key and certificate in PEM (%s); give a pair that openssl made"
              .formatted(key, certificate, e.getMessage()),
          e);
    }
  }

  private TrustManagerFactory authorities() {
    byte[] pem = content(authority).getBytes();
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      CertificateFactory reader = CertificateFactory.getInstance("X.509");
      for (Certificate one : reader.generateCertificates(new ByteArrayInputStream(pem))) {
        trusted.setCertificateEntry("authority " + trusted.size(), one);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
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
}
