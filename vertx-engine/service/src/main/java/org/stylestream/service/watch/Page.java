package org.stylestream.service.watch;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page that shows an engine: one file with its style and script, which asks this server for
 * everything else.
 */
final class Page {
  private static final String FILE = "page.html";

  private final String html;
  private final String policy;

  Page() {
    try (InputStream file = Page.class.getResourceAsStream(FILE)) {
      html = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    policy =
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " connect-src 'self'; img-src 'self' data:; script-src %s; style-src %s"
                .formatted(hash("script"), hash("style"));
  }

  Answer answer() {
    return new Answer.Content(
        HttpResponseStatus.OK.code(), "text/html; charset=utf-8", Buffer.buffer(html));
  }

  /**
   * What browsers may run and load for this server: the page's own style and script, by their
   * hashes, and this server's pictures and JSON.
   *
   * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy Level 3</a>
   */
  String policy() {
    return policy;
  }

  private String hash(String element) {
    Matcher matcher =
        Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element), Pattern.DOTALL).matcher(html);
    if (!matcher.find()) {
      throw new IllegalStateException("the page has no element " + element);
    }
    byte[] bytes = matcher.group(1).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
