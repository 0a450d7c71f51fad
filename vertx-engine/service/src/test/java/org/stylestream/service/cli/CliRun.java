package org.stylestream.service.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.store.StoreEnvironment;
import org.stylestream.service.cli.terminal.Surroundings;

/** What a command, run within the test's process, came to. */
record CliRun(int code, String out, String err) {
  private static final String TINY = "/org/stylestream/compute/goldens/tiny_vgg19_notop.h5";

  static CliRun of(List<String> arguments) {
    return of(Cancellation.NEVER, arguments);
  }

  static CliRun of(String... arguments) {
    return of(List.of(arguments));
  }

  /** With no models folder, an empty cache, and no terminal. */
  static CliRun of(Cancellation cancellation, List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Optional.empty(),
            new StoreEnvironment(Map.of(), "Linux", Path.of("target", "no-such-home")),
            cancellation);
    int code = new CommandLineProgram(surroundings).run(arguments.toArray(String[]::new));
    return new CliRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Puts the tiny network, VGG19's topology with few channels, into a folder. */
  static Path tinyNetwork(Path folder) throws IOException {
    Path file = folder.resolve("tiny.h5");
    try (InputStream golden = CliRun.class.getResourceAsStream(TINY)) {
      Files.copy(golden, file);
    }
    return file;
  }
}
