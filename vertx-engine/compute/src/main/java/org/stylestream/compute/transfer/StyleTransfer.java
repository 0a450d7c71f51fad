package org.stylestream.compute.transfer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.InitialImages;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.optimizer.ValueRange;
import org.stylestream.compute.preset.InitialImage;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.run.JobDigest;
import org.stylestream.compute.run.Plan;
import org.stylestream.compute.run.RunDefinition;
import org.stylestream.compute.run.Stage;
import org.stylestream.compute.run.StallRule;

/**
 * A style transfer on a device: what to run, stage by stage, for {@link
 * org.stylestream.compute.run.Run}. Holds the network while it is open.
 */
public final class StyleTransfer implements RunDefinition {
  /** The smallest side of an image that all five blocks of the network can look at, in pixels. */
  public static final int SMALLEST_SIDE = NetworkTopology.SMALLEST_SIDE;

  /**
   * What is known of a style image before it is there.
   *
   * @param size its own
   * @param scale relative to the size that the preset gives it
   */
  public record StyleSize(SizeRule.Size size, double scale) {}

  private final Device device;
  private final NetworkWeights weights;
  private final StyleTransferJob job;
  private final ColourTreatment colours;
  private final FeatureNetwork network;

  /**
   * Loads the network.
   *
   * @throws IllegalArgumentException if the preset names a layer that the network lacks, or its
   *     losses all have weight 0, or a picture is too small
   */
  public StyleTransfer(Device device, NetworkWeights weights, StyleTransferJob job) {
    this.device = device;
    this.weights = weights;
    this.job = job;
    this.colours = new ColourTreatment(job.colour());
    check(weights.topology(), job);
    String deepest = weights.topology().deepest(PresetObjective.layers(job.preset()));
    this.network = device.load(weights, job.preset().pooling(), deepest);
  }

  /**
   * Checks a job against a network, before anything is loaded.
   *
   * @throws IllegalArgumentException with a sentence that says what doesn't fit
   */
  public static void check(NetworkTopology topology, StyleTransferJob job) {
    check(topology, job.preset(), size(job.content()));
  }

  /**
   * Checks a job whose pictures aren't there yet against a network.
   *
   * @param content size of the content image
   * @throws IllegalArgumentException with a sentence that says what doesn't fit
   */
  public static void check(NetworkTopology topology, StylePreset preset, SizeRule.Size content) {
    List<String> layers = PresetObjective.layers(preset);
    layers.forEach(topology::layer);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "content and style weight are both 0; at least one must be above 0");
    }
    SizeRule.Size size = preset.size().apply(content.height(), content.width());
    if (size.height() < SMALLEST_SIDE || size.width() < SMALLEST_SIDE) {
      throw new IllegalArgumentException(
          "the picture would be %d×%d; both sides must be at least %d pixels"
              .formatted(size.width(), size.height(), SMALLEST_SIDE));
    }
  }

  /** The size of a job's result. */
  public static SizeRule.Size size(StyleTransferJob job) {
    return job.preset().size().apply(job.content().height(), job.content().width());
  }

  /**
   * An estimate, from above, of the least memory that a job takes on a device, in bytes.
   *
   * @param content size of the content image
   * @param styles of the style images
   * @param temporal whether it is a frame of a sequence with a temporal loss
   */
  public static long memoryNeeded(
      Device device,
      NetworkTopology topology,
      StylePreset preset,
      SizeRule.Size content,
      List<StyleSize> styles,
      boolean temporal) {
    return preset.stages().stream()
        .map(stage -> new StageSize(preset, stage, content))
        .mapToLong(
            sizes ->
                new StageMemory(device, topology, preset, sizes, styles, temporal).needs().least())
        .max()
        .orElseThrow();
  }

  /**
   * How the stages go through their maps where a job may take so much memory: each the fastest way
   * that fits.
   *
   * @param content size of the content image
   * @param styles of the style images
   * @param temporal whether it is a frame of a sequence with a temporal loss
   * @param memory bytes
   */
  public static List<Tiling> tilings(
      Device device,
      NetworkTopology topology,
      StylePreset preset,
      SizeRule.Size content,
      List<StyleSize> styles,
      boolean temporal,
      long memory) {
    return preset.stages().stream()
        .map(stage -> new StageSize(preset, stage, content))
        .map(sizes -> new StageMemory(device, topology, preset, sizes, styles, temporal).needs())
        .map(needs -> needs.fitting(memory))
        .toList();
  }

  /**
   * How a stage goes through its maps where memory didn't suffice: the fastest way that takes less.
   *
   * @param stage from 0
   * @param content size of the content image
   * @param styles of the style images
   * @param temporal whether it is a frame of a sequence with a temporal loss
   * @param than how it went through them
   */
  public static Optional<Tiling> tighterTiling(
      Device device,
      NetworkTopology topology,
      StylePreset preset,
      int stage,
      SizeRule.Size content,
      List<StyleSize> styles,
      boolean temporal,
      Tiling than) {
    StageSize sizes = new StageSize(preset, preset.stages().get(stage), content);
    return new StageMemory(device, topology, preset, sizes, styles, temporal).needs().tighter(than);
  }

  private static SizeRule.Size size(Image image) {
    return new SizeRule.Size(image.height(), image.width());
  }

  @Override
  public String digest() {
    JobDigest digest =
        new JobDigest()
            .add(job.preset().toString())
            .add(Long.toString(job.seed()))
            .add(job.content());
    for (StyleImage style : job.styles()) {
      digest
          .add(Double.toString(style.weight()))
          .add(Double.toString(style.scale()))
          .add(style.image())
          .add("region", style.region())
          .add("mask", style.mask());
    }
    job.initial().ifPresent(digest::add);
    job.colour().ifPresent(colour -> digest.add(colour.name()));
    job.temporal()
        .ifPresent(
            last ->
                digest
                    .add("temporal " + last.weight())
                    .add(last.image())
                    .add("trust", Optional.of(last.trust())));
    return digest.add(weights).hex();
  }

  @Override
  public Plan plan() {
    return plan(Collections.nCopies(job.preset().stages().size(), Tiling.WHOLE));
  }

  @Override
  public Plan plan(List<Tiling> tilings) {
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < tilings.size(); i++) {
      stages.add(new StyleStage(job.preset().stages().get(i), tilings.get(i)));
    }
    return job.preset().succession().carriesMoments()
        ? new Plan(stages, Enlargement::image, stallRule(), Optional.of(Enlargement::moments))
        : new Plan(stages, Resampler::resize, stallRule());
  }

  /**
   * Adam and gradient descent rise and fall; only L-BFGS, which never rises, can be seen to stall.
   */
  private Optional<StallRule> stallRule() {
    return job.preset().optimizer() instanceof LbfgsSettings
        ? Optional.of(StallRule.LBFGS)
        : Optional.empty();
  }

  @Override
  public Image start() {
    StageSettings first = job.preset().stages().get(0);
    SizeRule.Size size = new StageSize(job.preset(), first, size(job.content())).generated();
    InitialImage initial = job.preset().initial();
    if (initial instanceof InitialImage.Noise noise) {
      return noise(size, noise.sigma());
    }
    Image content = Resampler.resize(job.content(), size.height(), size.width());
    if (initial instanceof InitialImage.Style) {
      Image style = job.styles().get(0).image();
      return colours.style(Resampler.resize(style, size.height(), size.width()), content);
    }
    return job.initial()
        .map(image -> colours.content(Resampler.resize(image, size.height(), size.width())))
        .orElseGet(() -> colours.content(content));
  }

  @Override
  public Optional<Image> reference() {
    return Optional.of(job.content()).filter(content -> job.preset().content().weight() > 0);
  }

  @Override
  public Image shown(Image generated) {
    return colours.result(generated, job.content());
  }

  private Image noise(SizeRule.Size size, double sigma) {
    Image image = InitialImages.gaussianNoise(size.height(), size.width(), 0, sigma, job.seed());
    float[] pixels = image.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += Image.MEAN_COLOUR.get(i % Image.CHANNELS);
    }
    return image;
  }

  @Override
  public void close() {
    network.close();
  }

  /** One scale. */
  private final class StyleStage implements Stage {
    private final StageSettings settings;
    private final StageSize sizes;
    private final Tiling tiling;

    StyleStage(StageSettings settings, Tiling tiling) {
      this.tiling = tiling;
      this.settings = settings;
      this.sizes = new StageSize(job.preset(), settings, size(job.content()));
    }

    @Override
    public int height() {
      return sizes.generated().height();
    }

    @Override
    public int width() {
      return sizes.generated().width();
    }

    @Override
    public int iterations() {
      return settings.iterations();
    }

    @Override
    public OptimizerSettings optimizer() {
      return job.preset().canonicalOptimizer();
    }

    @Override
    public Optional<ValueRange> range() {
      return job.preset().keepsRange() ? Optional.of(ValueRange.IMAGE) : Optional.empty();
    }

    @Override
    public Objective open(Cancellation cancellation) {
      Image content = Resampler.resize(job.content(), height(), width());
      List<StyleRegion> regions =
          StyleRegion.of(job, height(), width(), style -> colours.style(sized(style), content));
      return new PresetObjective(device, network, job.preset(), tiling)
          .build(
              colours.content(content),
              regions,
              temporal(),
              PresetObjective.Terms.ALL,
              cancellation);
    }

    /** At this stage's size, as the network sees it. */
    private Optional<TemporalReference> temporal() {
      return job.temporal()
          .map(
              last ->
                  new TemporalReference(
                      colours.content(Resampler.resize(last.image(), height(), width())),
                      Resampler.resize(last.trust(), height(), width()),
                      last.weight()));
    }

    private Image sized(StyleImage style) {
      SizeRule.Size size = sizes.style(StyleTransfer.size(style.image()), style.scale());
      return Resampler.resize(style.image(), size.height(), size.width());
    }
  }
}
