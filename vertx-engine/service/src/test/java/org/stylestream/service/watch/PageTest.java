package org.stylestream.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.record.RecordWriter;
import org.stylestream.service.engine.EngineView;

/** The page, in headless Chromium. */
@Timeout(120)
class PageTest {
  private static final String PICTURE = "document.querySelector('#running .job img')";
  private static final String POINTS =
      "document.querySelector('#running .curve polyline').points.numberOfItems";

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private MovingEngine engine;
  private WatchServer server;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    Browser.assumeInstalled();
    engine = MovingEngine.in(folder);
    engine.advance(40);
    server = WatchServer.start(vertx, engine, WatchOptions.loopback(0)).await(10, TimeUnit.SECONDS);
    announce();
    browser =
        Browser.start(Files.createDirectory(folder.resolve("profile")), "--window-size=1100,1400");
    browser.open(server.url());
    browser.await(PICTURE + "?.naturalWidth > 0");
  }

  private void announce() {
    vertx
        .eventBus()
        .publish(
            Addresses.ANNOUNCEMENTS,
            new JsonObject(RecordWriter.write(engine.announcement(), EngineAnnouncement.class)));
  }

  @AfterEach
  void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private String text(String selector) throws Exception {
    return (String) browser.value("document.querySelector('%s').innerText".formatted(selector));
  }

  @Test
  void showsEnginesQueueRunningAndEndedJobs() throws Exception {
    browser.await("document.querySelector('#engines .engine')");

    assertThat(text("#health")).contains("The engine is ready");
    assertThat(text("#engines .engine"))
        .contains("atelier", "this one", "Zen 3", "8.0 GiB", "1 of 1", "2 of 64", "vgg19-lite");
    assertThat(text("#queue tbody tr:first-child")).contains("harbour-waiting", "1", "normal");
    assertThat(text("#queue tbody tr:last-child")).contains("sunset-waiting", "2");
    assertThat(text("#running .job")).contains("castle-running", "Iteration 40 of 500");
    assertThat(browser.value("document.querySelector('#running progress').position"))
        .isEqualTo(0.08);
    assertThat(text("#ended tbody tr:first-child")).contains("bridge-failed", "failed");
    assertThat(text("#ended tbody tr:last-child")).contains("tower-done", "PNG", "safetensors");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void followsTheRunningJob() throws Exception {
    browser.await("document.querySelectorAll('#running .curve polyline').length === 3");
    Object before = browser.value(PICTURE + ".src");
    assertThat(browser.value(PICTURE + ".naturalWidth")).isEqualTo(256);
    assertThat(browser.value(POINTS)).isEqualTo(41);

    engine.advance(30);

    browser.await(POINTS + " === 71");
    browser.await(PICTURE + ".src !== '%s' && %s.naturalWidth > 0".formatted(before, PICTURE));
    browser.await("document.querySelector('#running').innerText.includes('Iteration 70 of 500')");
    assertThat(text("#running .legend")).contains("total", "style", "content");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithTheEngineAndWhenNobodyAnswers() throws Exception {
    engine.become(new EngineView.Health(true, false, Optional.of("The disk is full.")));
    browser.await("document.querySelector('#health').innerText.includes('The disk is full.')");

    server.close().await(10, TimeUnit.SECONDS);
    browser.await("document.querySelector('#health').innerText.includes('No answer')");
  }

  @Test
  void fitsAPhone() throws Exception {
    browser.narrow(360, 800);

    assertThat(browser.value("document.documentElement.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
    assertThat(browser.value(PICTURE + ".clientWidth > 200")).isEqualTo(true);
  }
}
