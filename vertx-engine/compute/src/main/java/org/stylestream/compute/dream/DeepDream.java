package org.stylestream.compute.dream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TotalVariation;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.objective.FeatureObjective;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.optimizer.NormalizedDescentSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.optimizer.ValueRange;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.JobDigest;
import org.stylestream.compute.run.Plan;
import org.stylestream.compute.run.RunDefinition;
import org.stylestream.compute.run.Stage;

/**
 * A Deep Dream on a device, by the algorithm of Keras' example (F. Chollet,
 * keras.io/examples/generative/deep_dream): octaves from small to large, gradient ascent in each,
 * and before each the detail put back that the image has at its size and lost at the smaller one.
 *
 * <p>What is minimised is the loss's negative, as everywhere. Where the example takes one step more
 * when a loss is above the maximum, this ends at once; and pixels stay within 0–255, as in
 * google/deepdream, since VGG's activations know no bounds.
 */
public final class DeepDream implements RunDefinition {
  /** How often an image is worth keeping, in iterations. */
  public static final int KEEP_EVERY = 5;

  /** A guide's features show at this size, and products with all of them can be afforded. */
  private static final int GUIDE_SIDE = 256;

  /** Continuity in Keras' program of 2016: (dx² + dy²)^1.25. */
  private static final double VARIATION_POWER = 1.25;

  private final Device device;
  private final NetworkWeights weights;
  private final DeepDreamJob job;
  private final DreamSettings settings;
  private final FeatureNetwork network;

  /**
   * Loads the network.
   *
   * @throws IllegalArgumentException if the network lacks a layer or a filter, or an octave is too
   *     small
   */
  public DeepDream(Device device, NetworkWeights weights, DeepDreamJob job) {
    this.device = device;
    this.weights = weights;
    this.job = job;
    this.settings = job.settings();
    check(weights.topology(), settings, sizeOf(job.content()));
    String deepest = weights.topology().deepest(settings.layers().keySet());
    this.network = device.load(weights, Pooling.MAX, deepest);
  }

  /**
   * Checks a dream against a network, before anything is loaded.
   *
   * @param content size of the content image
   * @throws IllegalArgumentException with a sentence that says what doesn't fit
   */
  public static void check(
      NetworkTopology topology, DreamSettings settings, SizeRule.Size content) {
    for (String name : settings.layers().keySet()) {
      ConvolutionLayer layer = topology.layer(name);
      for (int filter : settings.filters()) {
        layer.requireFilter(filter);
      }
    }
    new Octaves(settings, content).check(topology);
  }

  /** The size of the result. */
  public static SizeRule.Size size(DreamSettings settings, SizeRule.Size content) {
    return settings.size().apply(content.height(), content.width());
  }

  /** Iterations of all octaves. */
  public static int iterations(DreamSettings settings) {
    return Math.multiplyExact(settings.octaves(), settings.steps());
  }

  /**
   * An estimate, from above, of the least memory that a dream takes on a device, in bytes, at its
   * last octave.
   *
   * @param content size of the content image
   * @param guided whether it has a guide, for which maps are kept whole
   */
  public static long memoryNeeded(
      Device device,
      NetworkTopology topology,
      DreamSettings settings,
      SizeRule.Size content,
      boolean guided) {
    return new OctaveMemory(device, topology, settings, guided, size(settings, content))
        .needs()
        .least();
  }

  /**
   * How the octaves go through their maps where a dream may take so much memory: each the fastest
   * way that fits.
   *
   * @param content size of the content image
   * @param guided whether it has a guide
   * @param memory bytes
   */
  public static List<Tiling> tilings(
      Device device,
      NetworkTopology topology,
      DreamSettings settings,
      SizeRule.Size content,
      boolean guided,
      long memory) {
    return new Octaves(settings, content)
        .sizes().stream()
            .map(size -> new OctaveMemory(device, topology, settings, guided, size).needs())
            .map(needs -> needs.fitting(memory))
            .toList();
  }

  /**
   * How an octave goes through its maps where memory didn't suffice: the fastest way that takes
   * less.
   *
   * @param octave from 0, the smallest
   * @param content size of the content image
   * @param guided whether it has a guide
   * @param than how it went through them
   */
  public static Optional<Tiling> tighterTiling(
      Device device,
      NetworkTopology topology,
      DreamSettings settings,
      int octave,
      SizeRule.Size content,
      boolean guided,
      Tiling than) {
    SizeRule.Size size = new Octaves(settings, content).sizes().get(octave);
    return new OctaveMemory(device, topology, settings, guided, size).needs().tighter(than);
  }

  private static SizeRule.Size sizeOf(Image image) {
    return new SizeRule.Size(image.height(), image.width());
  }

  @Override
  public String digest() {
    JobDigest digest =
        new JobDigest().add(settings.toString()).add(Long.toString(job.seed())).add(job.content());
    job.guide().ifPresent(digest::add);
    return digest.add(weights).hex();
  }

  @Override
  public Plan plan() {
    return plan(Collections.nCopies(settings.octaves(), Tiling.WHOLE));
  }

  @Override
  public Plan plan(List<Tiling> tilings) {
    List<SizeRule.Size> sizes = new Octaves(settings, sizeOf(job.content())).sizes();
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      stages.add(new Octave(sizes.get(i), tilings.get(i)));
    }
    return new Plan(stages, this::carry, Optional.empty());
  }

  @Override
  public Image start() {
    return contentAt(new Octaves(settings, sizeOf(job.content())).sizes().get(0));
  }

  private Image contentAt(SizeRule.Size size) {
    return Resampler.resize(job.content(), size.height(), size.width());
  }

  /** The image so far at the next octave's size, with the detail that it couldn't have. */
  private Image carry(Image image, int height, int width) {
    Image larger = Resampler.resize(image, height, width);
    Image sameSizeOriginal = contentAt(new SizeRule.Size(height, width));
    Image upscaledShrunkOriginal = Resampler.resize(contentAt(sizeOf(image)), height, width);
    float[] pixels = larger.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += sameSizeOriginal.pixels()[i] - upscaledShrunkOriginal.pixels()[i];
    }
    return larger;
  }

  @Override
  public void close() {
    network.close();
  }

  /** One size. */
  private final class Octave implements Stage {
    private final SizeRule.Size size;
    private final Tiling tiling;

    Octave(SizeRule.Size size, Tiling tiling) {
      this.size = size;
      this.tiling = tiling;
    }

    @Override
    public int height() {
      return size.height();
    }

    @Override
    public int width() {
      return size.width();
    }

    @Override
    public int iterations() {
      return settings.steps();
    }

    @Override
    public OptimizerSettings optimizer() {
      return new NormalizedDescentSettings(settings.stepSize());
    }

    @Override
    public Optional<ValueRange> range() {
      return Optional.of(ValueRange.IMAGE);
    }

    @Override
    public OptionalDouble enough() {
      return settings.maximumLoss().isPresent()
          ? OptionalDouble.of(-settings.maximumLoss().getAsDouble())
          : OptionalDouble.empty();
    }

    @Override
    public Objective open(Cancellation cancellation) {
      try (FeatureObjective.Builder builder =
          new FeatureObjective.Builder(device, network, height(), width(), tiling)) {
        addActivation(builder, cancellation);
        double values = (double) height() * width() * Image.CHANNELS;
        if (settings.variationWeight() > 0) {
          builder.variation(
              new TotalVariation.Coupled(settings.variationWeight() / values, VARIATION_POWER));
        }
        if (settings.pixelWeight() > 0) {
          builder.meanColour(settings.pixelWeight() / values);
        }
        Objective objective = builder.build();
        return settings.jitter() == 0
            ? objective
            : new JitteredObjective(objective, settings.jitter(), job.seed(), device);
      }
    }

    private void addActivation(FeatureObjective.Builder builder, Cancellation cancellation) {
      if (job.guide().isPresent()) {
        builder.guide(
            factors(), sized(job.guide().get()), Octaves.BORDER, settings.filters(), cancellation);
      } else if (settings.filters().isEmpty()) {
        builder.activation(factors(), Octaves.BORDER);
      } else {
        builder.activation(factors(), Octaves.BORDER, settings.filters());
      }
    }

    /** −coefficient / size(F). */
    private Map<String, Double> factors() {
      Map<String, Double> factors = new LinkedHashMap<>();
      settings
          .layers()
          .forEach(
              (name, coefficient) -> {
                ConvolutionLayer layer = network.topology().layer(name);
                long positions = NetworkTopology.positions(layer, size.height(), size.width());
                factors.put(name, -coefficient / (positions * layer.outputs()));
              });
      return factors;
    }
  }

  private static Image sized(Image guide) {
    double factor = Math.min(1, (double) GUIDE_SIDE / Math.max(guide.height(), guide.width()));
    SizeRule.Size size = sizeOf(guide).times(factor, NetworkTopology.SMALLEST_SIDE);
    return Resampler.resize(guide, size.height(), size.width());
  }
}
