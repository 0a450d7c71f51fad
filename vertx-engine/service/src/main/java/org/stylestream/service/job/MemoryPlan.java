package org.stylestream.service.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.StageMemoryException;

/**
 * How a run keeps within its memory. A run that is resumed on the same device goes on as it began,
 * as other bands round otherwise.
 *
 * @param tilings one a stage
 * @param notes for the user
 */
record MemoryPlan(List<Tiling> tilings, List<String> notes) {
  private static final String KEY = "tilings";
  private static final String SEPARATOR = "; ";

  /**
   * The plan for a run.
   *
   * @param available bytes that it may take
   * @param from where it is resumed, if on the same device
   */
  static MemoryPlan of(
      Optimization optimization,
      Device device,
      NetworkTopology topology,
      long available,
      Optional<Checkpoint> from) {
    List<Tiling> fitting = optimization.tilings(device, topology, available);
    List<Tiling> tilings =
        from.map(checkpoint -> checkpoint.metadata().get(KEY))
            .map(text -> known(device, text))
            .filter(begun -> begun.size() == fitting.size())
            .orElse(fitting);
    return new MemoryPlan(tilings, notes(tilings.get(tilings.size() - 1), available));
  }

  /**
   * The plan for going on after there wasn't enough memory: the stage that it happened in takes
   * less; empty where it can't.
   */
  Optional<MemoryPlan> after(
      StageMemoryException shortage,
      Optimization optimization,
      Device device,
      NetworkTopology topology) {
    if (tilings.isEmpty()) {
      return Optional.empty();
    }
    int stage = shortage.stage();
    return optimization
        .tighter(device, topology, stage, tilings.get(stage))
        .map(
            tighter -> {
              List<Tiling> next = new ArrayList<>(tilings);
              next.set(stage, tighter);
              String note =
                  "The device %s ran out of memory after iteration %d: from there on, feature maps are gone through %s."
                      .formatted(device.description().id(), shortage.iteration(), tighter.text());
              return new MemoryPlan(next, List.of(note));
            });
  }

  /** The tilings of a text, without those that the device doesn't know. */
  private static List<Tiling> known(Device device, String text) {
    return Stream.of(text.split(SEPARATOR))
        .flatMap(one -> device.tilings().stream().filter(tiling -> tiling.text().equals(one)))
        .toList();
  }

  /** What there is to say of the tiling of the largest maps. */
  static List<String> notes(Tiling tiling, long available) {
    if (tiling.equals(Tiling.WHOLE)) {
      return List.of();
    }
    return List.of(
        "To keep within %s of memory, feature maps are gone through %s."
            .formatted(MemoryCheck.words(available), tiling.text()));
  }

  /** What a checkpoint has to carry of it. */
  Map<String, String> metadata() {
    return Map.of(KEY, tilings.stream().map(Tiling::text).collect(Collectors.joining(SEPARATOR)));
  }
}
