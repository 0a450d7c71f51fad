package org.stylestream.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import org.stylestream.service.cluster.TlsFiles;

/** A key that all members of a cluster share, and its certificate, which is their authority. */
final class MemberKey {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "member";

  private MemberKey() {}

  /** Makes one with the JDK's keytool. */
  static TlsFiles create(Path folder) throws Exception {
    Path store = folder.resolve("member.p12");
    String command =
        "-genkeypair -alias %s -dname CN=member -ext bc:c -keyalg EC -groupname secp256r1"
                .formatted(ALIAS)
            + " -validity 2 -storepass %s -keystore".formatted(PASSWORD);
    String[] words = (Program.java().resolveSibling("keytool") + " " + command).split(" ");
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = store.toString();
    if (!Shell.succeeds(all)) {
      throw new IllegalStateException("keytool can't make a key");
    }
    return write(folder, KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
  }

  private static TlsFiles write(Path folder, KeyStore store)
      throws IOException, GeneralSecurityException {
    byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
    Path certificate =
        write(
            folder.resolve("member.pem"), "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    return new TlsFiles(
        write(folder.resolve("member.key"), "PRIVATE KEY", key), certificate, certificate);
  }

  private static Path write(Path file, String type, byte[] content) throws IOException {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %1$s-----%n".formatted(type, body));
  }
}
