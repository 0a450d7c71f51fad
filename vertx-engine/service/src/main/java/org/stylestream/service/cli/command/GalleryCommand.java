package org.stylestream.service.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.picture.PictureReader;
import org.stylestream.service.picture.PictureWriter;
import org.stylestream.service.picture.WriteOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows every mode on the sample pictures: a page of thumbnails, with the commands. */
@Command(
    name = "gallery",
    description =
        "Makes a picture or more in every mode from the sample pictures, and a page that shows them"
            + " with the commands that made them. What is there already isn't made again.")
public final class GalleryCommand implements Callable<Integer> {
  private static final int LONG_SIDE = 640;

  private final Surroundings surroundings;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      defaultValue = "stylestream-gallery",
      description = "Where to write. Default: ${DEFAULT-VALUE}.")
  private Path folder;

  @Mixin private SampleCommands commands;

  public GalleryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Path samples = SampleFolder.find(surroundings);
    commands.prepare(folder);
    Path work = Files.createTempDirectory("stylestream-gallery");
    try {
      for (SamplePieces.Piece piece : SamplePieces.all()) {
        int code = make(piece, samples, work);
        if (code != ExitCode.DONE) {
          return code;
        }
      }
      Path page = folder.resolve("README.md");
      Files.writeString(page, String.join("\n", page()) + "\n");
      surroundings.out().println(page);
      return ExitCode.DONE;
    } finally {
      remove(work);
    }
  }

  private int make(SamplePieces.Piece piece, Path samples, Path work) throws IOException {
    Path thumbnail = folder.resolve(piece.name());
    if (Files.exists(thumbnail)) {
      return ExitCode.DONE;
    }
    Path whole = work.resolve(piece.name().replace(".jpg", ".png"));
    List<String> arguments = new ArrayList<>();
    for (String argument : piece.arguments(samples.toString(), whole.toString())) {
      arguments.add(argument.equals("zoom.png") ? work.resolve(argument).toString() : argument);
    }
    arguments.addAll(List.of("--network", commands.network()));
    int code = commands.run(arguments, surroundings);
    if (code == ExitCode.DONE) {
      write(piece, samples, whole, thumbnail);
    }
    return code;
  }

  private static void write(SamplePieces.Piece piece, Path samples, Path whole, Path thumbnail)
      throws IOException {
    if (whole.toString().endsWith(".gif")) {
      Files.copy(whole, thumbnail, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    Image image = PictureReader.read(whole).image();
    int side = Math.min(LONG_SIDE, Math.max(image.height(), image.width()));
    SizeRule.Size size = new SizeRule.LongSide(side).apply(image.height(), image.width());
    Image small = Resampler.resize(image, size.height(), size.width());
    PictureWriter.write(
        piece.ingredients().size() < 2 ? small : withIngredients(piece, samples, small),
        Optional.empty(),
        thumbnail,
        WriteOptions.DEFAULT);
  }

  private static Image withIngredients(SamplePieces.Piece piece, Path samples, Image result)
      throws IOException {
    List<Image> ingredients = new ArrayList<>();
    for (String name : piece.ingredients()) {
      ingredients.add(PictureReader.read(samples.resolve(name)).image());
    }
    return new Ingredients(ingredients).above(result);
  }

  private List<String> page() {
    List<String> lines = new ArrayList<>();
    lines.add("# Gallery");
    lines.add("");
    lines.add(
        "Made by `./stylestream gallery -o examples/gallery` (%s) from the sample pictures, whose authors and licences are in [LICENSES.md](../LICENSES.md): each picture carries the terms of those that it is made from. Made smaller for this page."
            .formatted(ProgramVersion.title()));
    String section = "";
    for (SamplePieces.Piece piece : SamplePieces.all()) {
      if (!piece.section().equals(section)) {
        section = piece.section();
        lines.addAll(List.of("", "## " + section));
      }
      lines.addAll(List.of("", piece.shows(), ""));
      lines.add("![%s](%s)".formatted(piece.shows(), piece.name()));
      lines.addAll(List.of("", "```"));
      lines.add(
          "./stylestream " + String.join(" ", piece.arguments("examples/pictures", piece.name())));
      lines.add("```");
    }
    return lines;
  }

  private static void remove(Path work) throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
