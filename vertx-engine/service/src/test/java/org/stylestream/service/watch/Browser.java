package org.stylestream.service.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Headless Chromium, steered by chromedriver.
 *
 * @see <a href="https://www.w3.org/TR/webdriver2/">WebDriver</a>
 */
final class Browser implements AutoCloseable {
  private static final List<String> SWITCHES =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage");
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final int PATIENCE_MILLIS = 30_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  private Browser(Process driver, int port, JsonObject capabilities) throws IOException {
    this.driver = driver;
    String sessions = "http://127.0.0.1:%d/session".formatted(port);
    JsonObject wanted =
        new JsonObject().put("capabilities", new JsonObject().put("alwaysMatch", capabilities));
    session = sessions + "/" + ((JsonObject) post(sessions, wanted)).getString("sessionId");
  }

  /** Skips a test where there is none, unless {@code STYLESTREAM_BROWSER} is {@code required}. */
  static void assumeInstalled() {
    boolean installed = program("chromedriver").isPresent() && program("chromium").isPresent();
    if (!"required".equals(System.getenv("STYLESTREAM_BROWSER"))) {
      assumeTrue(
          installed,
          "chromium and chromedriver aren't installed (Debian: apt-get install chromium"
              + " chromium-driver)");
    }
    assertThat(installed).as("chromium and chromedriver are installed").isTrue();
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param profile an empty folder
   * @param more switches
   */
  static Browser start(Path profile, String... more) throws IOException {
    Process driver =
        new ProcessBuilder(program("chromedriver").orElseThrow().toString(), "--port=0")
            .redirectErrorStream(true)
            .start();
    JsonArray switches = new JsonArray();
    SWITCHES.forEach(switches::add);
    Stream.of(more).forEach(switches::add);
    switches.add("--user-data-dir=" + profile);
    JsonObject options =
        new JsonObject()
            .put("binary", program("chromium").orElseThrow().toString())
            .put("args", switches);
    JsonObject capabilities =
        new JsonObject()
            .put("goog:chromeOptions", options)
            .put("goog:loggingPrefs", new JsonObject().put("browser", "ALL"))
            .put("timeouts", new JsonObject().put("script", PATIENCE_MILLIS));
    return new Browser(driver, port(driver), capabilities);
  }

  private static int port(Process driver) throws IOException {
    BufferedReader reader = driver.inputReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      Matcher matcher = STARTED.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("chromedriver doesn't start");
  }

  /** Goes to a page. */
  void open(String url) throws IOException {
    post(session + "/url", new JsonObject().put("url", url));
  }

  /** Shows the page as on a screen of that size, in CSS pixels. */
  void narrow(int width, int height) throws IOException {
    JsonObject metrics =
        new JsonObject()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", true);
    steer("Emulation.setDeviceMetricsOverride", metrics);
  }

  private void steer(String command, JsonObject parameters) throws IOException {
    post(
        session + "/goog/cdp/execute",
        new JsonObject().put("cmd", command).put("params", parameters));
  }

  /** What an expression of JavaScript is in the page. */
  Object value(String expression) throws IOException {
    return script("sync", "return " + expression);
  }

  /** Waits in the page until an expression is true; the time that there is, is bounded. */
  void await(String expression) throws IOException {
    script(
        "async",
        """
        const done = arguments[0];
        const look = () => (%s) ? done(true) : setTimeout(look, 50);
        look();
        """
            .formatted(expression));
  }

  private Object script(String kind, String body) throws IOException {
    return post(
        session + "/execute/" + kind,
        new JsonObject().put("script", body).put("args", new JsonArray()));
  }

  /** What the page has complained of to the console. */
  List<String> complaints() throws IOException {
    Object log = post(session + "/se/log", new JsonObject().put("type", "browser"));
    return ((JsonArray) log)
        .stream().map(entry -> ((JsonObject) entry).getString("message")).toList();
  }

  /** The page as a PNG. */
  byte[] screenshot() throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(session + "/screenshot")).build();
    return Base64.getDecoder().decode((String) value(request));
  }

  private Object post(String url, JsonObject body) throws IOException {
    return value(
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofMillis(2 * PATIENCE_MILLIS))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build());
  }

  private Object value(HttpRequest request) throws IOException {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      Object value = new JsonObject(response.body()).getValue("value");
      if (response.statusCode() != 200) {
        throw new IOException(((JsonObject) value).getString("message"));
      }
      return value;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      value(HttpRequest.newBuilder(URI.create(session)).DELETE().build());
    } finally {
      driver.destroy();
    }
  }
}
