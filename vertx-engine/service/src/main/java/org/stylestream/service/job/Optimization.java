package org.stylestream.service.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.run.RunDefinition;
import org.stylestream.protocol.job.ContentReconstructionRequest;
import org.stylestream.protocol.job.DeepDreamRequest;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.job.TextureSynthesisRequest;

/** What a request asks to be optimised, as compute understands it; its images needn't be there. */
public sealed interface Optimization permits StyleOptimization, DreamOptimization {
  /**
   * Reads a request; empty where it asks for something else.
   *
   * @throws JobFaultException if there is no such preset, or its changes can't be
   */
  static Optional<Optimization> of(JobRequest request) {
    if (request instanceof StyleTransferRequest transfer) {
      return Optional.of(StyleOptimization.of(transfer));
    }
    if (request instanceof ContentReconstructionRequest reconstruction) {
      return Optional.of(StyleOptimization.of(reconstruction));
    }
    if (request instanceof TextureSynthesisRequest texture) {
      return Optional.of(StyleOptimization.of(texture));
    }
    return request instanceof DeepDreamRequest dream
        ? Optional.of(DreamOptimization.of(dream))
        : Optional.empty();
  }

  /** What it follows: a preset's id, or {@code deep-dream}. */
  String preset();

  long seed();

  /** The size of the result. */
  SizeRule.Size size();

  /** The same with a result of another size. */
  Optimization at(SizeRule size);

  /** The same with fewer correction pairs of L-BFGS; empty where it hasn't more than that. */
  default Optional<Optimization> withPairs(int pairs) {
    return Optional.empty();
  }

  /** Its stages, as far as they are planned. */
  List<StageSettings> stages();

  /** How often an image is worth keeping, in iterations. */
  int keepEvery();

  /**
   * Checks it against a network.
   *
   * @throws JobFaultException with a sentence that says what doesn't fit
   */
  void check(NetworkTopology topology);

  /** An estimate, from above, of the least memory that it takes on a device, in bytes. */
  long memoryNeeded(Device device, NetworkTopology topology);

  /**
   * How its stages keep within the memory that it may take, one each.
   *
   * @param memory bytes
   */
  List<Tiling> tilings(Device device, NetworkTopology topology, long memory);

  /**
   * How a stage goes on where memory didn't suffice: in the fastest way that takes less, if there
   * is one.
   *
   * @param stage from 0
   * @param than how it went through its maps
   */
  Optional<Tiling> tighter(Device device, NetworkTopology topology, int stage, Tiling than);

  /** The same with its images. */
  Illustrated with(JobImages images);

  /** Iterations of all stages. */
  default int iterations() {
    return stages().stream().mapToInt(StageSettings::iterations).sum();
  }

  /** An optimisation whose images are there. */
  interface Illustrated {
    /** What makes it, in words, but for the network; see {@link JobFacts}. */
    Map<String, String> facts();

    /**
     * What to run; whoever calls closes it.
     *
     * @throws IllegalArgumentException if it doesn't fit to the network
     */
    RunDefinition open(Device device, NetworkWeights weights);
  }
}
