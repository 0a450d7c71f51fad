package org.stylestream.service.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.TextureSynthesisRequest;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.OptimizerOptions;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.UploadedImages;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.job.PresetChangesMapping;
import org.stylestream.service.picture.Picture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Grows a texture. */
@Command(
    name = "texture",
    sortOptions = false,
    description =
        "Grows a texture like the style pictures', from noise, at any size: a larger one has more of"
            + " the same patterns.",
    footer = {"", "For example: stylestream texture painting.jpg --size 1024x256 -o frieze.png"})
public final class TextureCommand implements Callable<Integer> {
  /** A style's long side, where it isn't said: patterns of larger ones are beyond the network. */
  private static final int STYLE_SIDE = 512;

  private final Surroundings surroundings;

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "STYLE",
      description = "The picture whose patterns it gets; several are blended.")
  private List<Path> styles;

  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--size",
      paramLabel = "N|WIDTHxHEIGHT",
      defaultValue = "512x512",
      description = "Of the texture. Default: ${DEFAULT-VALUE}.")
  private String size;

  @Option(
      names = "--style-size",
      paramLabel = "SIZE",
      description =
          "At which the style pictures are looked at: 512 (long side), s512, h400, w600, 640x480 or"
              + " native; the larger, the larger the patterns. Default: 512, where they are larger.")
  private Optional<String> styleSize;

  @Option(
      names = "--preset",
      paramLabel = "ID",
      defaultValue = Presets.DEFAULT_ID,
      description = "Whose style loss is used. Default: ${DEFAULT-VALUE}.")
  private String preset;

  @Option(
      names = "--style-layers",
      paramLabel = "LAYER",
      split = ",",
      description =
          "Layers of the style loss; repeat or use commas. Default of this and the following: the"
              + " preset's.")
  private List<String> layers = List.of();

  @Option(
      names = "--tv-weight",
      paramLabel = "W",
      description = "Weight of the total variation, which keeps surfaces quiet.")
  private Optional<Double> variationWeight;

  @Option(
      names = "--pooling",
      paramLabel = "max|average",
      description = "What stands between the network's blocks.")
  private Optional<String> pooling;

  @Option(names = "--iterations", paramLabel = "N", description = "Of all stages together.")
  private Optional<Integer> iterations;

  @Mixin private OptimizerOptions optimizerOptions;

  @Option(
      names = "--style-blend",
      paramLabel = "W",
      split = ",",
      description = "Weights of several styles, for example 2,1. Default: all alike.")
  private List<Double> blend = List.of();

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

  public TextureCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PresetChanges changes = changes();
    BadInputException.refusing(
        () -> new PresetChangesMapping(PresetOptions.NAMES).apply(Presets.named(preset), changes));
    DistinctPaths paths = new DistinctPaths();
    styles.forEach(style -> paths.addInput("a style picture", style));
    PictureWork work = new PictureWork(surroundings, workplaceOptions, reportOptions, cluster);
    work.check(outputOptions, paths);
    return work.make(draft(changes), outputOptions);
  }

  private PresetChanges changes() {
    return new PresetChanges(
        Optional.empty(),
        Optional.empty(),
        variationWeight,
        Optional.empty(),
        PresetOptions.layers(layers),
        pooling.map(PresetOptions::pooling),
        optimizerOptions.change(),
        Optional.empty(),
        Optional.empty(),
        iterations);
  }

  private JobDraft draft(PresetChanges changes) {
    SizeRule.Size wanted = size();
    List<Double> weights = InputPictures.weights(styles, blend);
    List<Picture> pictures = InputPictures.read(styles);
    UploadedImages images = new UploadedImages();
    List<StyleReference> references = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      references.add(
          new StyleReference(images.add(sized(pictures.get(i).image())), weights.get(i)));
      notes.addAll(pictures.get(i).source().notes());
    }
    return BadInputException.refusing(
        () ->
            JobDraft.of(
                new TextureSynthesisRequest(
                    ModelStore.AUTO,
                    preset,
                    changes,
                    references,
                    wanted.height(),
                    wanted.width(),
                    seed),
                images,
                Optional.empty(),
                8,
                notes));
  }

  private SizeRule.Size size() {
    SizeRule rule = BadInputException.refusing(() -> SizeRule.parse(size));
    if (rule instanceof SizeRule.Exactly exactly) {
      return new SizeRule.Size(exactly.height(), exactly.width());
    }
    if (rule instanceof SizeRule.LongSide side) {
      return new SizeRule.Size(side.pixels(), side.pixels());
    }
    throw new BadInputException(
        "--size is '%s'; a texture's is written as 512 or 640x480".formatted(size));
  }

  private Image sized(Image style) {
    SizeRule rule =
        styleSize
            .map(text -> BadInputException.refusing(() -> SizeRule.parse(text)))
            .orElse(new SizeRule.LongSide(Math.min(STYLE_SIDE, longSide(style))));
    SizeRule.Size sized = rule.apply(style.height(), style.width());
    return Resampler.resize(style, sized.height(), sized.width());
  }

  private static int longSide(Image image) {
    return Math.max(image.height(), image.width());
  }
}
