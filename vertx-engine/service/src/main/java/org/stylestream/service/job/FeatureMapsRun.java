package org.stylestream.service.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.features.FeatureMaps;
import org.stylestream.compute.features.LayerMaps;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.job.Delivery;

/** Feature maps while they are measured: an iteration is a layer. */
final class FeatureMapsRun {
  private static final double NANOSECONDS = 1e9;
  private static final LossReport NO_LOSS = new LossReport(0, Map.of());

  private final long started = System.nanoTime();
  private final JobRun run;
  private final FeatureMaps wish;
  private final Image image;
  private final NetworkCatalogue.Loaded network;
  private final Delivery delivery;
  private final FeatureMosaic mosaic;
  private final Tiling tiling;
  private int measured;

  FeatureMapsRun(
      JobRun run,
      FeatureMaps wish,
      Image content,
      SizeRule.Size size,
      NetworkCatalogue.Loaded network,
      Tiling tiling) {
    this.tiling = tiling;
    this.run = run;
    this.wish = wish;
    this.image = Resampler.resize(content, size.height(), size.width());
    this.network = network;
    this.delivery = run.delivery();
    NetworkTopology topology = network.weights().topology();
    int maps =
        wish.layers().stream().mapToInt(name -> wish.filters(topology.layer(name)).size()).sum();
    this.mosaic = new FeatureMosaic(maps, size.height(), size.width());
  }

  /**
   * Measures them.
   *
   * @param memoryNotes what there is to say of its memory
   */
  JobEnding run(List<String> memoryNotes) {
    List<String> notes = new ArrayList<>(run.notes());
    network.note().ifPresent(notes::add);
    notes.addAll(memoryNotes);
    Image result = mosaic.image();
    run.record()
        .add(
            run.accepted(
                network,
                new SizeRule.Size(result.height(), result.width()),
                wish.layers().size(),
                Optional.empty(),
                notes));
    try {
      wish.measure(run.device(), network.weights(), image, tiling, this::take, run.cancellation());
    } catch (CancelledException e) {
      return new JobEnding(
          new JobEvent.Cancelled(measured, 1, seconds(), run.cause().get(), Optional.of(frame())),
          result);
    }
    return new JobEnding(
        new JobEvent.Completed(
            JobEvent.Completed.Ending.FINISHED,
            "All feature maps are measured.",
            measured,
            1,
            seconds(),
            NO_LOSS,
            Optional.empty(),
            frame()),
        result);
  }

  private void take(LayerMaps maps) {
    run.cancellation().check();
    mosaic.add(maps);
    int index = measured++;
    if (index > run.record().lastProgress()) {
      run.record()
          .add(
              new JobEvent.Progress(
                  index,
                  0,
                  index,
                  wish.layers().size(),
                  wish.layers().size(),
                  1,
                  seconds(),
                  NO_LOSS));
    }
    boolean kept = delivery.keepEvery() > 0 && index % delivery.keepEvery() == 0;
    if (kept && index > run.record().lastKept()) {
      keep(maps, index);
    }
  }

  private void keep(LayerMaps maps, int index) {
    FrameReference reference =
        FeatureCodec.reference(
            maps.height(), maps.width(), maps.filters().size(), delivery.keptDatatype());
    run.record()
        .add(
            new JobEvent.Kept(index, reference),
            () -> FeatureCodec.encode(maps, delivery.keptDatatype()));
  }

  private double seconds() {
    return (System.nanoTime() - started) / NANOSECONDS;
  }

  private FrameReference frame() {
    Image result = mosaic.image();
    return new FrameReference(
        result.height(), result.width(), Image.CHANNELS, delivery.resultDatatype());
  }
}
