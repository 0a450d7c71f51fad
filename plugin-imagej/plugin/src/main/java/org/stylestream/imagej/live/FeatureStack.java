package org.stylestream.imagej.live;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.stylestream.compute.features.FeatureMaps;
import org.stylestream.compute.features.LayerMaps;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.service.client.Frame;
import org.stylestream.service.client.JobListener;
import org.stylestream.service.job.FeatureCodec;

/**
 * Gathers feature maps as a stack of 32-bit activations, with layer and filter as labels. Maps of
 * deeper layers are enlarged to the size of the first's.
 */
public final class FeatureStack implements JobListener {
  private final FeatureMaps wish;
  private Optional<ImageStack> stack = Optional.empty();
  private float largest;

  /**
   * @param wish what was asked for
   */
  public FeatureStack(FeatureMaps wish) {
    this.wish = wish;
  }

  @Override
  public synchronized void onEvent(long sequence, JobEvent event, Optional<Frame> frame) {
    if (event instanceof JobEvent.Accepted begun) {
      IJ.showStatus(
          "StyleStream: %s on %s%s"
              .formatted(begun.network(), begun.device().name(), PartView.notes(begun)));
    } else if (event instanceof JobEvent.Kept kept) {
      add(wish.layers().get(kept.iteration()), frame.orElseThrow());
      IJ.showProgress((kept.iteration() + 1.0) / wish.layers().size());
    }
  }

  private void add(String layer, Frame frame) {
    List<Integer> filters =
        wish.filters().isEmpty()
            ? IntStream.range(0, frame.reference().channels()).boxed().toList()
            : wish.filters();
    LayerMaps maps = FeatureCodec.decode(layer, filters, frame.reference(), frame.bytes());
    if (stack.isEmpty()) {
      stack = Optional.of(new ImageStack(maps.width(), maps.height()));
    }
    for (float value : maps.values()) {
      largest = Math.max(largest, value);
    }
    for (int i = 0; i < filters.size(); i++) {
      add(new Plane(maps.height(), maps.width(), maps.map(i)), layer, filters.get(i));
    }
  }

  private void add(Plane map, String layer, int filter) {
    ImageStack target = stack.orElseThrow();
    Plane slice = Resampler.resize(map, target.getHeight(), target.getWidth());
    target.addSlice("%s filter %d".formatted(layer, filter), slice.values());
  }

  /** The size of its slices, once there are any. */
  public synchronized Optional<SizeRule.Size> size() {
    return stack.map(slices -> new SizeRule.Size(slices.getHeight(), slices.getWidth()));
  }

  /** The image that shows it, from 0 to the largest activation. There must be slices. */
  public synchronized ImagePlus image(String title) {
    ImagePlus image = new ImagePlus(title, stack.orElseThrow());
    image.setDisplayRange(0, largest);
    return image;
  }
}
