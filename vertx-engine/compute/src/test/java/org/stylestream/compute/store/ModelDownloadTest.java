package org.stylestream.compute.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;

@Timeout(60)
class ModelDownloadTest {
  private static final String NAME = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5";
  private static final int BYTES = 300_007;
  private static final int HALF = 150_000;

  @TempDir Path home;
  private FileServer server;
  private Path target;

  @BeforeEach
  void serveAFile() throws IOException {
    byte[] content = new byte[BYTES];
    new Random(1).nextBytes(content);
    server = new FileServer(content);
    target = home.resolve("stylestream").resolve(NAME);
  }

  @AfterEach
  void stopServing() {
    server.close();
  }

  @Test
  void downloadsOnceIntoTheCache() throws IOException {
    List<Long> seen = new ArrayList<>();
    ResolvedNetwork network =
        store(server.file())
            .resolve(
                "vgg19",
                (bytes, total) -> {
                  assertThat(total).isEqualTo(BYTES);
                  seen.add(bytes);
                },
                Cancellation.NEVER);

    assertThat(network)
        .isEqualTo(new ResolvedNetwork.InFile("vgg19", target, ResolvedNetwork.Source.DOWNLOADED));
    assertThat(network.origin()).isEqualTo(target + " (downloaded)");
    assertThat(target).hasBinaryContent(server.content);
    assertThat(seen).isSorted().startsWith(0L).endsWith((long) BYTES);
    assertThat(part()).doesNotExist();

    assertThat(resolve())
        .isEqualTo(new ResolvedNetwork.InFile("vgg19", target, ResolvedNetwork.Source.CACHE));
    assertThat(server.ranges).hasSize(1);
  }

  @Test
  void goesOnAfterTheConnectionWasCut() throws IOException {
    cutAtHalf("\"v1\"");
    server.answer(exchange -> server.serveRanges(exchange, "\"v1\""));
    resolve();
    assertThat(target).hasBinaryContent(server.content);
    assertThat(server.ranges).containsExactly(Optional.empty(), Optional.of("bytes=" + HALF + "-"));
  }

  @Test
  void startsAgainWhereTheServerKnowsNoRanges() throws IOException {
    cutAtHalf("\"v1\"");
    server.answer(exchange -> FileServer.send(exchange, 200, server.content, 0, BYTES));
    resolve();
    assertThat(target).hasBinaryContent(server.content);
  }

  @Test
  void startsAgainWhereTheFileHasChanged() throws IOException {
    server.answer(
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"v0\"");
          exchange.sendResponseHeaders(200, BYTES);
          exchange.getResponseBody().write(new byte[HALF]);
          exchange.close();
        });
    assertThatThrownBy(this::resolve).isInstanceOf(NetworkUnavailableException.class);
    server.answer(exchange -> server.serveRanges(exchange, "\"v1\""));
    resolve();
    assertThat(target).hasBinaryContent(server.content);
  }

  @Test
  void startsAgainWhereTheServerRefusesTheRange() throws IOException {
    cutAtHalf("\"v1\"");
    server.answer(
        exchange -> {
          if (exchange.getRequestHeaders().containsKey("Range")) {
            FileServer.sendStatus(exchange, 416);
            return;
          }
          server.serveRanges(exchange, "\"v1\"");
        });
    resolve();
    assertThat(target).hasBinaryContent(server.content);
  }

  @Test
  void doesNotGoOnWithAVersionThatIsOnlyWeaklyKnown() throws IOException {
    cutAtHalf("W/\"v1\"");
    server.answer(exchange -> server.serveRanges(exchange, "W/\"v1\""));
    resolve();
    assertThat(target).hasBinaryContent(server.content);
    assertThat(server.ranges).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void followsRedirects() throws IOException {
    server.answer(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/file")) {
            exchange.getResponseHeaders().set("Location", server.uri("/elsewhere").toString());
            FileServer.sendStatus(exchange, 302);
            return;
          }
          server.serveRanges(exchange, "\"v1\"");
        });
    resolve();
    assertThat(target).hasBinaryContent(server.content);
  }

  @Test
  void deletesWhatHasTheWrongChecksum() {
    RemoteFile other = new RemoteFile(server.uri("/file"), BYTES, "0".repeat(32));
    assertRefused(
        other,
        "has the md5 %s instead of %s and was deleted"
            .formatted(FileServer.md5(server.content), "0".repeat(32)));
    assertThat(part()).doesNotExist();
  }

  @Test
  void keepsNothingOfAFileOfAnotherSize() {
    RemoteFile other = new RemoteFile(server.uri("/file"), BYTES + 1, "0".repeat(32));
    assertRefused(other, "offers a file of 300007 bytes; the right one has 300008");
    assertThat(part()).doesNotExist();
  }

  @Test
  void keepsNothingOfABodyThatDoesNotEnd() {
    server.answer(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(server.content);
          exchange.getResponseBody().write(server.content);
          exchange.close();
        });
    assertRefused(server.file(), "bytes or more; the file has 300007");
    assertThat(part()).doesNotExist();
  }

  @Test
  void aLoginPageCostsNothingOfThePart() throws IOException {
    cutAtHalf("\"v1\"");
    server.answer(
        exchange ->
            FileServer.send(
                exchange, 200, "<html>log in</html>".getBytes(StandardCharsets.UTF_8), 0, 19));
    assertRefused(server.file(), "offers a file of 19 bytes");
    assertThat(part()).hasSize(HALF);
  }

  @Test
  void saysWhatTheServerAnswers() {
    server.answer(exchange -> FileServer.sendStatus(exchange, 404));
    assertRefused(server.file(), "/file answers with status 404)");
  }

  @Test
  void saysHowToGetTheFileByHandWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    RemoteFile file = server.file().at(URI.create("http://127.0.0.1:%d/vgg.h5".formatted(port)));
    assertThatThrownBy(() -> resolve(file, Cancellation.NEVER))
        .isInstanceOf(NetworkUnavailableException.class)
        .hasMessage(
            "vgg19 is not on this machine and can't be downloaded (no connection to 127.0.0.1); "
                + "get %s from http://127.0.0.1:%d/vgg.h5 and put it into %s, "
                    .formatted(NAME, port, target.getParent())
                + "or name it with --network PATH.");
    assertThat(store(file).resolve("auto", DownloadProgress.NONE, Cancellation.NEVER))
        .isInstanceOfSatisfying(
            ResolvedNetwork.Embedded.class,
            embedded ->
                assertThat(embedded.reason().orElseThrow())
                    .startsWith("Using the embedded vgg19-lite: vgg19 is not on this machine")
                    .contains("no connection to 127.0.0.1"));
  }

  @Test
  void saysThatTheCacheCannotBeWritten() throws IOException {
    Files.createFile(home.resolve("stylestream"));
    assertThatThrownBy(this::resolve)
        .isInstanceOf(NetworkUnavailableException.class)
        .hasMessageContaining(
            target.getParent() + " can't be written: a file is where the folder should be");
  }

  @Test
  void stopsWaitingForTheBodyWhenCancelled() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    server.answer(
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"v1\"");
          exchange.sendResponseHeaders(200, BYTES);
          exchange.getResponseBody().write(server.content, 0, HALF);
          exchange.getResponseBody().flush();
          await(end);
          exchange.close();
        });
    AtomicBoolean cancel = new AtomicBoolean();
    Throwable thrown =
        catchThrowable(
            () ->
                store(server.file())
                    .resolve("vgg19", (bytes, total) -> cancel.set(bytes == HALF), cancel::get));
    end.countDown();
    assertThat(thrown).isInstanceOf(CancelledException.class);
    assertThat(target).doesNotExist();

    server.answer(exchange -> server.serveRanges(exchange, "\"v1\""));
    resolve();
    assertThat(target).hasBinaryContent(server.content);
    assertThat(server.ranges.get(1)).contains("bytes=" + HALF + "-");
  }

  @Test
  void stopsWaitingForTheAnswerWhenCancelled() {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    server.answer(
        exchange -> {
          asked.countDown();
          await(end);
          exchange.close();
        });
    assertThatThrownBy(() -> resolve(server.file(), () -> asked.getCount() == 0))
        .isInstanceOf(CancelledException.class);
    end.countDown();
  }

  @Test
  void theSecondOfTwoThreadsWaitsAndFindsTheFile() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch secondWaits = new CountDownLatch(1);
    holdUntil(asked, secondWaits);
    CompletableFuture<ResolvedNetwork> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return resolve();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    await(asked);
    ResolvedNetwork second =
        store(server.file())
            .resolve("vgg19", (bytes, total) -> secondWaits.countDown(), Cancellation.NEVER);

    assertThat(first.get(30, TimeUnit.SECONDS).origin()).endsWith("(downloaded)");
    assertThat(second.origin()).endsWith("(from the cache)");
    assertThat(server.ranges).hasSize(1);
  }

  @Test
  void theSecondOfTwoProcessesWaitsAndFindsTheFile() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch secondWaits = new CountDownLatch(1);
    holdUntil(asked, secondWaits);
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DownloadingProcess.class.getName(),
                home.toString(),
                server.file().uri().toString(),
                String.valueOf(BYTES),
                server.file().md5())
            .redirectErrorStream(true)
            .start();
    try {
      await(asked);
      ResolvedNetwork second =
          store(server.file())
              .resolve("vgg19", (bytes, total) -> secondWaits.countDown(), Cancellation.NEVER);
      assertThat(second.origin()).endsWith("(from the cache)");
      assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("(downloaded)" + System.lineSeparator());
      assertThat(server.ranges).hasSize(1);
    } finally {
      other.destroyForcibly();
    }
  }

  private void holdUntil(CountDownLatch asked, CountDownLatch released) {
    server.answer(
        exchange -> {
          asked.countDown();
          await(released);
          server.serveRanges(exchange, "\"v1\"");
        });
  }

  private void cutAtHalf(String tag) {
    server.answer(exchange -> server.cutAfter(exchange, HALF, tag));
    assertRefused(
        server.file(),
        "the connection was cut after 150000 of 300007 bytes; asking again goes on from there");
    assertThat(part()).hasSize(HALF);
  }

  private void assertRefused(RemoteFile file, String reason) {
    assertThatThrownBy(() -> resolve(file, Cancellation.NEVER))
        .isInstanceOf(NetworkUnavailableException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("put it into " + target.getParent());
    assertThat(target).doesNotExist();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path part() {
    return target.resolveSibling(NAME + ".part");
  }

  private ResolvedNetwork resolve() throws IOException {
    return resolve(server.file(), Cancellation.NEVER);
  }

  private ResolvedNetwork resolve(RemoteFile file, Cancellation cancellation) throws IOException {
    return store(file).resolve("vgg19", DownloadProgress.NONE, cancellation);
  }

  private ModelStore store(RemoteFile file) {
    return new ModelStore(
        new StoreEnvironment(Map.of("XDG_CACHE_HOME", home.toString()), "Linux", home), file);
  }
}
