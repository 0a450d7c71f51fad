package org.stylestream.service.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.compute.features.FeatureMaps;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.FeatureMapsRequest;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.run.FeatureGallery;
import org.stylestream.service.cli.run.UploadedImages;
import org.stylestream.service.cli.run.Workplace;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.picture.OutputCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a network's filters answer to a picture. */
@Command(
    name = "features",
    sortOptions = false,
    description =
        "Shows the feature maps of a picture: those of all filters of a layer, or of one filter over"
            + " several layers.",
    footer = {
      "",
      "For example: stylestream features photo.jpg --layer block3_conv1 -o sheet.png",
      "             stylestream features photo.jpg --layer conv1_1,conv2_1,conv3_1 --filter 7 --stack"
          + " maps.tif"
    })
public final class FeaturesCommand implements Callable<Integer> {
  private static final Delivery EVERY_LAYER =
      new Delivery(1, Datatype.F32, Datatype.U8, Optional.empty(), 0, false, ClientLoss.CANCEL);

  private final Surroundings surroundings;

  @Parameters(index = "0", paramLabel = "CONTENT", description = "The picture.")
  private Path content;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "A contact sheet of all maps, each with its largest activation as white: .png, .jpg or"
              + " .tif.")
  private Optional<Path> sheet;

  @Option(
      names = "--stack",
      paramLabel = "FILE.tif",
      description =
          "A stack for ImageJ, a slice a map, of 32-bit activations; maps of deeper layers are"
              + " enlarged to the size of the first.")
  private Optional<Path> stack;

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      split = ",",
      required = true,
      description = "Layers, as block3_conv1 or conv3_1; repeat or use commas.")
  private List<String> layers;

  @Option(
      names = "--filter",
      paramLabel = "N",
      split = ",",
      description = "Filters of the layers, from 0; repeat or use commas. Default: all.")
  private List<Integer> filters = List.of();

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "512",
      description =
          "512 (long side), s512 (short side), h400 (height), w600 (width), 640x480 or native."
              + " Default: ${DEFAULT-VALUE}.")
  private String size;

  @Mixin private WorkplaceOptions workplaceOptions;
  @Mixin private ReportOptions reportOptions;
  @Mixin private ClusterSettings cluster;

  public FeaturesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    checkPaths();
    workplaceOptions.checkAttended();
    FeatureMaps wish = BadInputException.refusing(() -> new FeatureMaps(layers, filters));
    String rule = BadInputException.refusing(() -> SizeRule.parse(size).text());
    UploadedImages images = new UploadedImages();
    FeatureMapsRequest request =
        new FeatureMapsRequest(
            ModelStore.AUTO,
            images.add(InputPictures.read(content).image()),
            wish.layers(),
            wish.filters(),
            Optional.of(rule));
    FeatureGallery gallery = new FeatureGallery(wish);
    Progress progress = reportOptions.progress(surroundings);
    try (Workplace workplace = workplaceOptions.open(surroundings, cluster, progress)) {
      workplace.run(request, images.elements(), EVERY_LAYER, gallery, surroundings.cancellation());
    }
    List<Path> written = write(gallery);
    reportOptions.tell(surroundings, () -> json(gallery, written), () -> lines(gallery, written));
    return ExitCode.DONE;
  }

  private void checkPaths() {
    if (sheet.isEmpty() && stack.isEmpty()) {
      throw new BadInputException(
          "missing --output FILE or --stack FILE.tif; 'stylestream help features' explains");
    }
    DistinctPaths paths = new DistinctPaths();
    paths.addInput("the content picture", content);
    sheet.ifPresent(path -> paths.add("-o", path));
    stack.ifPresent(path -> paths.add("--stack", path));
    BadInputException.refusing(
        () -> {
          if (sheet.isPresent()) {
            OutputCheck.picture(sheet.get());
          }
          if (stack.isPresent()) {
            OutputCheck.file(stack.get(), List.of(".tif", ".tiff"));
          }
          return paths;
        });
  }

  private List<Path> write(FeatureGallery gallery) throws IOException {
    List<Path> written = new ArrayList<>();
    if (sheet.isPresent()) {
      gallery.writeSheet(sheet.get());
      written.add(sheet.get());
    }
    if (stack.isPresent()) {
      gallery.writeStack(stack.get());
      written.add(stack.get());
    }
    return written;
  }

  private static List<String> lines(FeatureGallery gallery, List<Path> written) {
    List<String> lines = new ArrayList<>(gallery.accepted().notes());
    written.forEach(file -> lines.add("%s: %d feature maps".formatted(file, gallery.size())));
    return lines;
  }

  private static String json(FeatureGallery gallery, List<Path> written) {
    return JsonLine.of(
        json -> {
          JsonLine.device(
              json, gallery.accepted().device().id(), gallery.accepted().device().name());
          JsonLine.network(json, gallery.accepted().network(), gallery.accepted().networkOrigin());
          json.writeNumberField("maps", gallery.size());
          JsonLine.paths(json, "outputs", written);
          JsonLine.strings(json, "notes", gallery.accepted().notes());
        });
  }
}
