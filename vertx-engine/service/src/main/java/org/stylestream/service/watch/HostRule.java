package org.stylestream.service.watch;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps web pages of others away. A page that was loaded from another site may have its name
 * resolve to this machine (DNS rebinding), and then counts as of one origin with this server; but
 * its requests go on naming that site as their host. So only hosts that nobody else can give a
 * meaning to are served: addresses, {@code localhost}, and the name that the server was told to
 * listen on. Requests that a page of another origin sends openly say so themselves.
 */
record HostRule(String name) {
  private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*\\]|[^:]*)(?::\\d{1,5})?");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+\\]");

  /** Why a request isn't served; empty for one that is. */
  Optional<String> refusal(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    if (host == null || !isOurs(host)) {
      return Optional.of(
          "this server isn't known by the host name of the request; ask for it by address, as %s"
              .formatted("http://" + WatchOptions.LOOPBACK + ":" + request.localAddress().port()));
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null || origin.equals("http://" + host)
        ? Optional.empty()
        : Optional.of("pages of other sites can't use this server; ask for its own page at /");
  }

  private boolean isOurs(String authority) {
    Matcher matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches()) {
      return false;
    }
    String host = matcher.group(1);
    return host.equalsIgnoreCase("localhost")
        || host.equalsIgnoreCase(name)
        || ADDRESS.matcher(host).matches();
  }
}
