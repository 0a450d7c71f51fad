package org.stylestream.service.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.preset.ContentReconstruction;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.preset.TextureSynthesis;
import org.stylestream.compute.run.RunDefinition;
import org.stylestream.compute.transfer.ColourControl;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;
import org.stylestream.protocol.job.ContentReconstructionRequest;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.job.TemporalReference;
import org.stylestream.protocol.job.TextureSynthesisRequest;
import org.stylestream.protocol.message.Fault;

/**
 * A content loss, a style loss, or both: style transfer, content reconstruction, texture synthesis.
 *
 * @param settings with the request's changes
 * @param content of a texture, which has none, its first style
 * @param initial where the run starts from an image
 * @param colour how the content's colours are kept
 * @param temporal of a frame of a sequence: what it shall stay close to
 * @param field of the request that is to blame where it doesn't fit to a network
 */
record StyleOptimization(
    StylePreset settings,
    ImageDescription content,
    List<StyleReference> styles,
    Optional<ImageDescription> initial,
    Optional<ColourControl> colour,
    Optional<TemporalReference> temporal,
    long seed,
    String field)
    implements Optimization {
  private static final String CHANGES = "request.changes";

  StyleOptimization {
    styles = List.copyOf(styles);
  }

  static StyleOptimization of(StyleTransferRequest request) {
    return new StyleOptimization(
        changed(published(request.preset()), request.changes(), sizeOf(request.content())),
        request.content(),
        request.styles(),
        request.initial(),
        request.colour().map(StyleImages::colour),
        request.temporal(),
        request.seed(),
        CHANGES);
  }

  static StyleOptimization of(ContentReconstructionRequest request) {
    PresetChanges changes =
        new PresetChanges(
            Optional.empty(),
            Optional.empty(),
            Optional.of(request.variationWeight()),
            Optional.of(List.of(request.layer())),
            Optional.empty(),
            Optional.empty(),
            request.optimizer(),
            Optional.empty(),
            Optional.of(request.size().orElse("native")),
            Optional.of(request.iterations()));
    return new StyleOptimization(
        changed(ContentReconstruction.PRESET, changes),
        request.content(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        request.seed(),
        "request.layer");
  }

  static StyleOptimization of(TextureSynthesisRequest request) {
    SizeRule.Size size = new SizeRule.Size(request.height(), request.width());
    StylePreset preset = changed(published(request.preset()), request.changes(), size);
    return new StyleOptimization(
        TextureSynthesis.of(preset, request.height(), request.width()),
        request.styles().get(0).image(),
        request.styles(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        request.seed(),
        CHANGES);
  }

  private static StylePreset published(String preset) {
    try {
      return Presets.named(preset);
    } catch (IllegalArgumentException e) {
      throw new JobFaultException(
          new Fault(Fault.Code.UNSUPPORTED, e.getMessage(), Optional.of("request.preset")), e);
    }
  }

  private static StylePreset changed(StylePreset preset, PresetChanges changes) {
    try {
      return new PresetChangesMapping(ChangeNames.WIRE).apply(preset, changes);
    } catch (IllegalArgumentException e) {
      throw JobFaultException.invalid(CHANGES, e);
    }
  }

  private static StylePreset changed(
      StylePreset preset, PresetChanges changes, SizeRule.Size content) {
    try {
      return new PresetChangesMapping(ChangeNames.WIRE).apply(preset, changes, content);
    } catch (IllegalArgumentException e) {
      throw JobFaultException.invalid(CHANGES, e);
    }
  }

  @Override
  public String preset() {
    return settings.id();
  }

  @Override
  public SizeRule.Size size() {
    return settings.size().apply(content.height(), content.width());
  }

  @Override
  public Optimization at(SizeRule size) {
    return new StyleOptimization(
        PresetOverrides.none().withSize(size).apply(settings),
        content,
        styles,
        initial,
        colour,
        temporal,
        seed,
        field);
  }

  @Override
  public Optional<Optimization> withPairs(int pairs) {
    if (!(settings.optimizer() instanceof LbfgsSettings lbfgs) || lbfgs.memory() <= pairs) {
      return Optional.empty();
    }
    LbfgsSettings fewer = new LbfgsSettings(pairs, lbfgs.firstMove());
    return Optional.of(
        new StyleOptimization(
            PresetOverrides.none().withOptimizer(fewer).apply(settings),
            content,
            styles,
            initial,
            colour,
            temporal,
            seed,
            field));
  }

  @Override
  public List<StageSettings> stages() {
    return settings.stages();
  }

  @Override
  public int keepEvery() {
    return settings.keepEvery();
  }

  @Override
  public void check(NetworkTopology topology) {
    try {
      StyleTransfer.check(topology, settings, sizeOf(content));
    } catch (IllegalArgumentException e) {
      throw JobFaultException.invalid(field, e);
    }
  }

  @Override
  public long memoryNeeded(Device device, NetworkTopology topology) {
    return StyleTransfer.memoryNeeded(
        device, topology, settings, sizeOf(content), styleSizes(), temporal.isPresent());
  }

  @Override
  public List<Tiling> tilings(Device device, NetworkTopology topology, long memory) {
    return StyleTransfer.tilings(
        device, topology, settings, sizeOf(content), styleSizes(), temporal.isPresent(), memory);
  }

  @Override
  public Optional<Tiling> tighter(Device device, NetworkTopology topology, int stage, Tiling than) {
    return StyleTransfer.tighterTiling(
        device,
        topology,
        settings,
        stage,
        sizeOf(content),
        styleSizes(),
        temporal.isPresent(),
        than);
  }

  private List<StyleTransfer.StyleSize> styleSizes() {
    return styles.stream()
        .map(style -> new StyleTransfer.StyleSize(sizeOf(style.image()), style.scale().orElse(1.0)))
        .toList();
  }

  private static SizeRule.Size sizeOf(ImageDescription image) {
    return new SizeRule.Size(image.height(), image.width());
  }

  @Override
  public Illustrated with(JobImages images) {
    return new Transfer(
        new StyleTransferJob(
            images.image(content),
            styles.stream().map(style -> StyleImages.of(style, images)).toList(),
            settings,
            initial.map(images::image),
            colour,
            temporal.map(last -> StyleImages.of(last, images)),
            seed));
  }

  private record Transfer(StyleTransferJob job) implements Illustrated {
    @Override
    public Map<String, String> facts() {
      return JobFacts.of(job);
    }

    @Override
    public RunDefinition open(Device device, NetworkWeights weights) {
      return new StyleTransfer(device, weights, job);
    }
  }
}
