package org.stylestream.imagej.job;

import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.flow.CarriedFrame;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.PresetOptions;
import org.stylestream.imagej.options.SequenceOptions;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.TemporalReference;
import org.stylestream.service.job.StyleImages;

/** Style transfers of a stack's slices, each from what is left of the last. */
public final class SequencePainting implements JobKind {
  private final StyleTransfer transfer = new StyleTransfer();

  @Override
  public String id() {
    return "sequence";
  }

  @Override
  public String suffix() {
    return "sequence";
  }

  @Override
  public OptionTable options() {
    return SequenceOptions.TABLE;
  }

  @Override
  public String summary() {
    return "Paints the slices of a stack in the manner of the style images, each from the last"
        + " result: what stands still stays still.";
  }

  @Override
  public Expected expected(OptionValues values, SizeRule.Size content) {
    return transfer.expected(values, content);
  }

  @Override
  public JobRequest request(OptionValues values, RequestPictures pictures) {
    return transfer.request(values, pictures);
  }

  @Override
  public JobRequest following(
      OptionValues values, RequestPictures pictures, DoneSlice last, Cancellation cancellation) {
    CarriedFrame carried = last.carriedTo(pictures.plane(), cancellation);
    ImageDescription image = pictures.added(carried.image(), Datatype.F32);
    double weight = values.get(SequenceOptions.TEMPORAL_WEIGHT);
    Optional<TemporalReference> closeTo =
        weight == 0
            ? Optional.empty()
            : Optional.of(
                new TemporalReference(
                    image,
                    Optional.of(pictures.added(StyleImages.white(carried.trust()), Datatype.U8)),
                    weight));
    return transfer
        .request(values, pictures)
        .following(
            image,
            closeTo,
            SequenceOptions.nextIterations(
                values, PresetOptions.changed(values, pictures.plane().size())));
  }
}
