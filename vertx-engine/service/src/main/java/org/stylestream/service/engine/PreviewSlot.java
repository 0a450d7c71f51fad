package org.stylestream.service.engine;

import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.run.Iteration;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.job.Previews;
import org.stylestream.service.job.ImageCodec;
import org.stylestream.service.job.LossReports;

/**
 * Looks at a run only when somebody wants to see it: what nobody has room for is never copied from
 * the device. Wishes come from any thread, iterations from the device's.
 */
final class PreviewSlot {
  /** Longest side of the picture that those see who only watch the engine, in pixels. */
  private static final int LOOK_SIDE = 320;

  private final Optional<Previews> previews;
  private volatile boolean previewWanted;
  private volatile boolean lookWanted;
  private volatile Optional<EngineView.Look> look = Optional.empty();

  /**
   * @param previews as the job's clients want them
   */
  PreviewSlot(Optional<Previews> previews) {
    this.previews = previews;
  }

  /** From the next iteration a preview is to be made. */
  void want() {
    previewWanted = previews.isPresent();
  }

  /** The last picture that was made for those who only watch; asks for a newer one. */
  Optional<EngineView.Look> look() {
    lookWanted = true;
    return look;
  }

  /** Sees an iteration while it can be read; a preview, where one was wanted. */
  Optional<RenderedPreview> see(Iteration iteration) {
    if (lookWanted) {
      lookWanted = false;
      look =
          Optional.of(
              new EngineView.Look(iteration.index(), smaller(iteration.image().read(), LOOK_SIDE)));
    }
    if (!previewWanted) {
      return Optional.empty();
    }
    previewWanted = false;
    return previews.map(wanted -> render(iteration, wanted));
  }

  private static RenderedPreview render(Iteration iteration, Previews wanted) {
    Image image = smaller(iteration.image().read(), wanted.longSide());
    return new RenderedPreview(
        iteration.index(),
        LossReports.of(iteration.loss()),
        new FrameReference(image.height(), image.width(), Image.CHANNELS, wanted.datatype()),
        ImageCodec.encode(image, wanted.datatype()));
  }

  private static Image smaller(Image image, int longSide) {
    int longest = Math.max(image.height(), image.width());
    if (longest <= longSide) {
      return image;
    }
    double factor = (double) longSide / longest;
    return Resampler.resize(
        image,
        Math.max(1, (int) Math.round(image.height() * factor)),
        Math.max(1, (int) Math.round(image.width() * factor)));
  }
}
