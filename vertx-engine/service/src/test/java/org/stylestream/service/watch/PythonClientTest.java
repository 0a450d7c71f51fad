package org.stylestream.service.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.protocol.message.JobState;
import org.stylestream.service.picture.PictureReader;

/** The example in Python, as a process, with a real engine. */
class PythonClientTest {
  private static final Path SCRIPT = Path.of("../../examples/python/stylestream.py");

  @TempDir private Path folder;
  private WatchedEngine engine;

  /** What a process came to. */
  private record Ended(int code, String err) {}

  @BeforeEach
  void start() throws Exception {
    assumeTrue(succeeds("python3", "--version"), "there is no python3 on this machine");
    engine = WatchedEngine.start(Files.createDirectory(folder.resolve("engine")));
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (engine != null) {
      engine.close();
    }
  }

  private Process python(String arguments, String... before) throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(List.of("python3", SCRIPT.toAbsolutePath().toString()));
    command.addAll(List.of("--http-port", Integer.toString(engine.http().port())));
    command.addAll(List.of("--bridge-port", Integer.toString(engine.bridge().port())));
    command.addAll(Arrays.asList(arguments.split(" ")));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static Ended end(Process process) throws Exception {
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), err);
  }

  private static BufferedImage picture(int width, int height, int type) {
    BufferedImage picture = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, 0xff000000 | (x * 5 % 256) << 16 | (y * 7 % 256) << 8 | x * y % 256);
      }
    }
    return picture;
  }

  private void png(String name, int width, int height, int type) throws IOException {
    ImageIO.write(picture(width, height, type), "png", folder.resolve(name).toFile());
  }

  private void ppm(String name, int width, int height) throws IOException {
    BufferedImage picture = picture(width, height, BufferedImage.TYPE_INT_RGB);
    try (OutputStream file = Files.newOutputStream(folder.resolve(name))) {
      file.write("P6\n# made here\n%d %d\n255\n".formatted(width, height).getBytes());
      for (int rgb : picture.getRGB(0, 0, width, height, null, 0, width)) {
        file.write(new byte[] {(byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb});
      }
    }
  }

  @Test
  void aJobIsSubmittedFollowedAndSaved() throws Exception {
    png("content.png", 40, 32, BufferedImage.TYPE_INT_RGB);
    ppm("style.ppm", 32, 32);

    Ended run =
        end(
            python(
                "content.png style.ppm -o out.png --network tiny --size 40 --iterations 300"
                    + " --id job-1 --bits 16"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("with tiny", "300/300 loss ", "out.png after 300 iterations");
    BufferedImage result = ImageIO.read(folder.resolve("out.png").toFile());
    assertThat(result.getWidth()).isEqualTo(40);
    assertThat(result.getColorModel().getComponentSize(0)).isEqualTo(16);
    assertThat(engine.engine().view().losses("job-1", 0, 1000)).hasSize(301);
    assertThat(folder.resolve("out.png").getParent().toFile().list())
        .containsExactlyInAnyOrder("content.png", "style.ppm", "out.png", "engine");
  }

  @ParameterizedTest
  @CsvSource({
    BufferedImage.TYPE_INT_RGB + ", rgb",
    BufferedImage.TYPE_INT_ARGB + ", rgba",
    BufferedImage.TYPE_BYTE_GRAY + ", grey",
    BufferedImage.TYPE_BYTE_INDEXED + ", palette",
  })
  void picturesAreReadAsJavaReadsThem(int type, String name) throws Exception {
    png(name + ".png", 61, 47, type);
    Process process =
        new ProcessBuilder(
                "python3",
                "-Bc",
                "import sys, stylestream; w, h, p = stylestream.read_picture(sys.argv[1]);"
                    + " sys.stdout.buffer.write(p)",
                folder.resolve(name + ".png").toString())
            .directory(SCRIPT.getParent().toFile())
            .start();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream out = process.getInputStream()) {
      out.transferTo(read);
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

    float[] expected = PictureReader.read(folder.resolve(name + ".png")).image().pixels();
    assertThat(read.size()).isEqualTo(expected.length);
    byte[] bytes = read.toByteArray();
    for (int i = 0; i < bytes.length; i++) {
      assertThat(Byte.toUnsignedInt(bytes[i])).isEqualTo(Math.round(expected[i]));
    }
  }

  @Test
  void whatTheEngineRefusesIsToldInOneSentence() throws Exception {
    png("content.png", 40, 32, BufferedImage.TYPE_INT_RGB);

    Ended run = end(python("content.png content.png --network nowhere"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("stylestream.py: ").contains("nowhere");
  }

  @ParameterizedTest
  @CsvSource({
    "missing.png, can't be read",
    "noise.png, neither a PNG nor a binary PPM",
    "cut.png, is damaged",
  })
  void picturesThatCantBeReadAreToldOf(String name, String sentence) throws Exception {
    png("content.png", 40, 32, BufferedImage.TYPE_INT_RGB);
    Files.writeString(folder.resolve("noise.png"), "noise");
    byte[] whole = Files.readAllBytes(folder.resolve("content.png"));
    Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));

    Ended run = end(python(name + " content.png"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("stylestream.py: " + name).contains(sentence);
  }

  @Test
  void anInterruptCancelsTheJob() throws Exception {
    // A build that runs in the background hands down that interrupts are ignored.
    String[] withInterrupts = {"env", "--default-signal=INT"};
    assumeTrue(
        succeeds("env", "--default-signal=INT", "kill", "-l"),
        "this system can't tell a process to listen to signals");
    png("content.png", 40, 32, BufferedImage.TYPE_INT_RGB);
    Process process =
        python(
            "content.png content.png --network tiny --size 40 --iterations 1000000 --id job-2",
            withInterrupts);
    while (!process.errorReader().readLine().contains("/1000000")) {
      assertThat(process.isAlive()).isTrue();
    }

    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    StringBuilder err = new StringBuilder();
    process.errorReader().lines().forEach(err::append);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(err.toString()).contains("job job-2 is cancelled");
    while (engine.engine().view().jobs().get(0).state() != JobState.CANCELLED) {
      engine.vertx().timer(20).await(10, TimeUnit.SECONDS);
    }
  }
}
