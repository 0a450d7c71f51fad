package org.stylestream.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.service.client.ClientOptions;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.client.UploadImage;

/** The page in headless Chromium, with a real engine and a job that runs. */
@Timeout(120)
class PageWithEngineTest {
  private static final String POINTS =
      "document.querySelector('#running .curve polyline')?.points.numberOfItems";
  private static final String LOSSES =
      "Number(document.querySelector('#running .curve text:last-of-type').textContent)";
  private static final String ENDED = "document.querySelector('#ended tbody tr')?.innerText";
  private static final int SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void showsAJobFromItsFirstIterationsToItsResult() throws Exception {
    Browser.assumeInstalled();
    try (WatchedEngine engine = WatchedEngine.start(Files.createDirectory(folder.resolve("e")));
        Browser browser = Browser.start(Files.createDirectory(folder.resolve("p")))) {
      JobHandle job = submit(engine);
      browser.open(engine.http().url());

      browser.await("document.querySelector('#running .job img')?.naturalWidth > 0");
      browser.await(POINTS + " > 10");
      browser.await("document.querySelector('#engines .engine')?.innerText.includes('1 of 1')");
      Object before = browser.value(LOSSES);
      browser.await("%s > %s".formatted(LOSSES, before));

      job.cancel().await(SECONDS, TimeUnit.SECONDS);
      browser.await(ENDED + "?.includes('cancelled')");
      browser.await("document.querySelector('#running').innerText.includes('No job runs')");
      assertThat((String) browser.value(ENDED)).contains("portrait", "PNG 16 bits");
      String result = (String) browser.value("document.querySelector('#ended a').href");
      assertThat(ImageIO.read(new ByteArrayInputStream(fetch(result))).getWidth()).isEqualTo(64);
    }
  }

  private static byte[] fetch(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
  }

  private static JobHandle submit(WatchedEngine engine) throws Exception {
    UploadImage content = UploadImage.of(MovingEngine.picture(48, 64, 1), Datatype.U8);
    UploadImage style = UploadImage.of(MovingEngine.picture(40, 40, 90), Datatype.U8);
    PresetChanges adam =
        PresetChanges.NONE
            .withOptimizer(OptimizerChange.to(OptimizerChange.Kind.ADAM))
            .withSize("native")
            .withIterations(1_000_000);
    StyleTransferRequest request =
        new StyleTransferRequest(
            "tiny",
            "stylestream",
            adam,
            content.description(),
            List.of(new StyleReference(style.description(), 1)),
            Optional.empty(),
            1);
    StyleStreamClient client =
        StyleStreamClient.create(engine.vertx(), ClientOptions.of("page-test"))
            .await(SECONDS, TimeUnit.SECONDS);
    return client
        .submit(
            new JobSubmission(
                "portrait",
                Priority.HIGH,
                request,
                Delivery.RESULT_ONLY,
                UploadImage.bySha256(List.of(content, style)),
                Optional.empty(),
                JobSubmission.OnEngineLoss.FAIL),
            (sequence, event, frame) -> {})
        .await(SECONDS, TimeUnit.SECONDS);
  }
}
