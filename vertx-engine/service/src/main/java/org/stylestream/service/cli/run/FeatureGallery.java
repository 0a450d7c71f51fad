package org.stylestream.service.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.stylestream.compute.features.FeatureMaps;
import org.stylestream.compute.features.LayerMaps;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.client.Frame;
import org.stylestream.service.client.JobListener;
import org.stylestream.service.job.FeatureCodec;
import org.stylestream.service.picture.ContactSheet;
import org.stylestream.service.picture.PictureException;
import org.stylestream.service.picture.PlaneStackWriter;

/** Gathers feature maps, and shows them as a contact sheet and as a stack. */
public final class FeatureGallery implements JobListener {
  /** Pictures of a sheet: more of them nobody looks at, and the file would be huge. */
  private static final int MOST_ON_SHEET = 2048;

  private static final int CELL_WIDTH = 128;
  private static final float WHITE = 255;

  private final FeatureMaps wish;
  private final List<LayerMaps> layers = new ArrayList<>();
  private Optional<JobEvent.Accepted> accepted = Optional.empty();

  /**
   * @param wish what was asked for
   */
  public FeatureGallery(FeatureMaps wish) {
    this.wish = wish;
  }

  @Override
  public synchronized void onEvent(long sequence, JobEvent event, Optional<Frame> frame) {
    if (event instanceof JobEvent.Accepted begun) {
      accepted = Optional.of(begun);
    } else if (event instanceof JobEvent.Kept kept) {
      List<Integer> filters =
          wish.filters().isEmpty()
              ? IntStream.range(0, kept.frame().channels()).boxed().toList()
              : wish.filters();
      layers.add(
          FeatureCodec.decode(
              wish.layers().get(kept.iteration()),
              filters,
              kept.frame(),
              frame.orElseThrow().bytes()));
    }
  }

  /** What the engine said of the job. */
  public synchronized JobEvent.Accepted accepted() {
    return accepted.orElseThrow();
  }

  /** How many maps there are. */
  public synchronized int size() {
    return layers.stream().mapToInt(layer -> layer.filters().size()).sum();
  }

  /**
   * Writes all maps beside and below each other, each with its largest activation as white, and its
   * layer and filter under it.
   *
   * @throws BadInputException if they are too many
   */
  public synchronized void writeSheet(Path target) throws PictureException {
    if (size() > MOST_ON_SHEET) {
      throw new BadInputException(
          "%d maps are too many for a sheet, which has at most %d; choose layers or filters, or write a --stack"
              .formatted(size(), MOST_ON_SHEET));
    }
    LayerMaps first = layers.get(0);
    List<ContactSheet.Entry> entries = new ArrayList<>();
    for (LayerMaps layer : layers) {
      for (int i = 0; i < layer.filters().size(); i++) {
        entries.add(entry(layer, i));
      }
    }
    ContactSheet.write(
        entries,
        (int) Math.ceil(Math.sqrt(size())),
        Math.max(1, Math.round((float) CELL_WIDTH * first.height() / first.width())),
        description(),
        target);
  }

  private static ContactSheet.Entry entry(LayerMaps layer, int index) {
    float[] map = layer.map(index);
    float largest = 0;
    for (float value : map) {
      largest = Math.max(largest, value);
    }
    float[] pixels = new float[map.length * Image.CHANNELS];
    for (int i = 0; i < pixels.length && largest > 0; i++) {
      pixels[i] = WHITE * map[i / Image.CHANNELS] / largest;
    }
    return new ContactSheet.Entry(
        new Image(layer.height(), layer.width(), pixels),
        List.of(layer.layer(), "filter %d".formatted(layer.filters().get(index))));
  }

  /**
   * Writes all maps as slices of 32-bit floats, which are activations, labelled with layer and
   * filter; smaller ones are enlarged to the largest's size.
   */
  public synchronized void writeStack(Path target) throws PictureException {
    LayerMaps largest = layers.get(0);
    try (PlaneStackWriter stack =
        PlaneStackWriter.create(target, largest.height(), largest.width(), description())) {
      for (LayerMaps layer : layers) {
        for (int i = 0; i < layer.filters().size(); i++) {
          stack.write(
              new Plane(layer.height(), layer.width(), layer.map(i)),
              "%s filter %d".formatted(layer.layer(), layer.filters().get(i)));
        }
      }
      stack.commit();
    }
  }

  private String description() {
    return "%s, %s, feature maps".formatted(ProgramVersion.title(), accepted().network());
  }
}
