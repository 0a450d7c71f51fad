package org.stylestream.service.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.dream.DeepDream;
import org.stylestream.compute.dream.DeepDreamJob;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.run.RunDefinition;
import org.stylestream.protocol.job.DeepDreamRequest;
import org.stylestream.protocol.job.ImageDescription;

/** A Deep Dream. */
record DreamOptimization(
    DreamSettings settings, ImageDescription content, Optional<ImageDescription> guide, long seed)
    implements Optimization {
  static DreamOptimization of(DeepDreamRequest request) {
    try {
      return new DreamOptimization(
          settings(request), request.content(), request.guide(), request.seed());
    } catch (IllegalArgumentException e) {
      throw JobFaultException.invalid("request", e);
    }
  }

  private static DreamSettings settings(DeepDreamRequest request) {
    return new DreamSettings(
        request.layers(),
        request.filters(),
        SizeRule.parse(request.size().orElse("native")),
        request.octaves(),
        request.octaveScale(),
        request.steps(),
        request.stepSize(),
        request.maximumLoss().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        request.jitter(),
        request.variationWeight(),
        request.pixelWeight());
  }

  @Override
  public String preset() {
    return "deep-dream";
  }

  @Override
  public SizeRule.Size size() {
    return DeepDream.size(settings, contentSize());
  }

  private SizeRule.Size contentSize() {
    return new SizeRule.Size(content.height(), content.width());
  }

  @Override
  public Optimization at(SizeRule size) {
    return new DreamOptimization(settings.at(size), content, guide, seed);
  }

  @Override
  public List<StageSettings> stages() {
    List<StageSettings> stages = new ArrayList<>();
    for (int i = settings.octaves() - 1; i >= 0; i--) {
      stages.add(new StageSettings(Math.pow(settings.octaveScale(), -i), settings.steps()));
    }
    return stages;
  }

  @Override
  public int keepEvery() {
    return DeepDream.KEEP_EVERY;
  }

  @Override
  public void check(NetworkTopology topology) {
    try {
      DeepDream.check(topology, settings, contentSize());
    } catch (IllegalArgumentException e) {
      throw JobFaultException.invalid("request.layers", e);
    }
  }

  @Override
  public long memoryNeeded(Device device, NetworkTopology topology) {
    return DeepDream.memoryNeeded(device, topology, settings, contentSize(), guide.isPresent());
  }

  @Override
  public List<Tiling> tilings(Device device, NetworkTopology topology, long memory) {
    return DeepDream.tilings(device, topology, settings, contentSize(), guide.isPresent(), memory);
  }

  @Override
  public Optional<Tiling> tighter(Device device, NetworkTopology topology, int stage, Tiling than) {
    return DeepDream.tighterTiling(
        device, topology, settings, stage, contentSize(), guide.isPresent(), than);
  }

  @Override
  public Illustrated with(JobImages images) {
    return new Dream(
        new DeepDreamJob(images.image(content), settings, guide.map(images::image), seed));
  }

  private record Dream(DeepDreamJob job) implements Illustrated {
    @Override
    public Map<String, String> facts() {
      return JobFacts.of(job);
    }

    @Override
    public RunDefinition open(Device device, NetworkWeights weights) {
      return new DeepDream(device, weights, job);
    }
  }
}
