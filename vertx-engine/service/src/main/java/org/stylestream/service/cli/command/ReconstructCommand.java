package org.stylestream.service.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.protocol.job.ContentReconstructionRequest;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.OptimizerOptions;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.UploadedImages;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.picture.Picture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a layer knows of a picture. */
@Command(
    name = "reconstruct",
    sortOptions = false,
    description =
        "Finds a picture, from noise, that has the content picture's features at one layer: it shows"
            + " what the layer knows of it.",
    footer = {
      "",
      "For example: stylestream reconstruct photo.jpg --content-layer block3_conv1 -o known.png"
    })
public final class ReconstructCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ContentOrBatch contents;
  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--content-layer",
      paramLabel = "LAYER",
      defaultValue = "block4_conv2",
      description =
          "The layer, as block4_conv2 or conv4_2; the deeper, the less it knows. Default:"
              + " ${DEFAULT-VALUE}.")
  private String layer;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "512",
      description =
          "512 (long side), s512 (short side), h400 (height), w600 (width), 640x480 or native."
              + " Default: ${DEFAULT-VALUE}.")
  private String size;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "200",
      description = "Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Option(
      names = "--tv-weight",
      paramLabel = "W",
      defaultValue = "0",
      description =
          "Weight of the total variation, which keeps surfaces quiet, beside a content loss of 1."
              + " Default: ${DEFAULT-VALUE}.")
  private double variationWeight;

  @Mixin private OptimizerOptions optimizerOptions;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Of the noise: the same seed gives the same picture. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private WorkplaceOptions workplaceOptions;
  @Mixin private ReportOptions reportOptions;
  @Mixin private ClusterSettings cluster;

  public ReconstructCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    check();
    PictureWork work = new PictureWork(surroundings, workplaceOptions, reportOptions, cluster);
    if (contents.batch().isPresent()) {
      return work.batch(contents.batch().get(), new DistinctPaths(), outputOptions, this::draft);
    }
    DistinctPaths inputs = new DistinctPaths();
    inputs.addInput("the content picture", contents.content());
    work.check(outputOptions, inputs);
    return work.make(draft(contents.content()), outputOptions);
  }

  private void check() {
    if (iterations < 1) {
      throw new BadInputException(
          "--iterations is %d; it must be at least 1".formatted(iterations));
    }
    if (!(variationWeight >= 0)) {
      throw new BadInputException(
          "--tv-weight is %s; it must be at least 0".formatted(variationWeight));
    }
  }

  private JobDraft draft(Path content) {
    String name = BadInputException.refusing(() -> NetworkTopology.canonicalName(layer));
    String rule = BadInputException.refusing(() -> SizeRule.parse(size).text());
    Picture picture = InputPictures.read(content);
    UploadedImages images = new UploadedImages();
    return JobDraft.of(
        new ContentReconstructionRequest(
            ModelStore.AUTO,
            images.add(picture.image()),
            name,
            Optional.of(rule),
            variationWeight,
            iterations,
            optimizerOptions.change(),
            seed),
        images,
        picture.alpha(),
        picture.source().bitsPerChannel(),
        picture.source().notes());
  }
}
