package org.stylestream.service.cli.run;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.flow.CarriedFrame;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.protocol.job.ColourControl;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.job.TemporalReference;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.StylePicture;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.Optimization;
import org.stylestream.service.job.StyleImages;
import org.stylestream.service.picture.Picture;

/**
 * A picture to be optimised, and what has to be remembered of the pictures that it is made from
 * until the result is written. Those themselves can go: they take more memory than what is sent of
 * them.
 *
 * @param images elements by SHA-256
 * @param optimization what the request comes to
 * @param alpha of the content picture
 * @param contentBits bits a channel of the content picture
 * @param notes on the pictures, for the user
 */
public record JobDraft(
    JobRequest request,
    Map<String, Buffer> images,
    Optimization optimization,
    Optional<Plane> alpha,
    int contentBits,
    List<String> notes) {
  public JobDraft {
    images = Map.copyOf(images);
    notes = List.copyOf(notes);
  }

  /**
   * What is wanted of the pictures.
   *
   * @param network as the engine calls it
   * @param preset with the changes
   * @param colour how the content's colours are kept
   */
  public record Wish(
      String network,
      StylePreset preset,
      PresetChanges changes,
      Optional<ColourControl> colour,
      long seed) {}

  /**
   * A draft of a request.
   *
   * @param images the request's
   * @param alpha of the content picture
   * @param contentBits bits a channel of the content picture
   * @throws BadInputException if it contradicts itself
   */
  public static JobDraft of(
      JobRequest request,
      UploadedImages images,
      Optional<Plane> alpha,
      int contentBits,
      List<String> notes) {
    try {
      return new JobDraft(
          request,
          images.elements(),
          Optimization.of(request).orElseThrow(),
          alpha,
          contentBits,
          notes);
    } catch (JobFaultException e) {
      throw JobFailures.explained(e.fault(), e);
    }
  }

  /** A style transfer of pictures. */
  public static JobDraft of(Wish wish, InputPictures pictures) {
    UploadedImages images = new UploadedImages();
    return of(request(wish, pictures, images), images, pictures);
  }

  /**
   * A frame of a sequence that goes on from the last.
   *
   * @param carried what is left of the last frame's result
   * @param temporalWeight of the temporal loss; 0 leaves it out
   */
  public static JobDraft following(
      Wish wish,
      InputPictures pictures,
      CarriedFrame carried,
      double temporalWeight,
      int iterations) {
    UploadedImages images = new UploadedImages();
    ImageDescription image = images.add(carried.image());
    Optional<TemporalReference> closeTo =
        temporalWeight == 0
            ? Optional.empty()
            : Optional.of(
                new TemporalReference(
                    image,
                    Optional.of(images.add(StyleImages.white(carried.trust()))),
                    temporalWeight));
    return of(
        request(wish, pictures, images).following(image, closeTo, iterations), images, pictures);
  }

  private static JobDraft of(
      StyleTransferRequest request, UploadedImages images, InputPictures pictures) {
    Picture content = pictures.content();
    return of(
        request, images, content.alpha(), content.source().bitsPerChannel(), pictures.notes());
  }

  private static StyleTransferRequest request(
      Wish wish, InputPictures pictures, UploadedImages images) {
    List<StyleReference> styles =
        pictures.styles().stream().map(style -> reference(images, style)).toList();
    return new StyleTransferRequest(
        wish.network(),
        wish.preset().id(),
        wish.changes(),
        images.add(pictures.content().image()),
        styles,
        pictures.initial().map(initial -> images.add(initial.image())),
        wish.colour(),
        wish.seed());
  }

  private static StyleReference reference(UploadedImages images, StylePicture style) {
    return new StyleReference(
        images.add(style.picture().image()),
        style.weight(),
        Optional.of(style.scale()).filter(scale -> scale != 1),
        style.region().map(region -> images.add(region.image())),
        style.mask().map(mask -> images.add(mask.image())));
  }

  /** The same on another network. */
  public JobDraft on(String network) {
    return new JobDraft(request.on(network), images, optimization, alpha, contentBits, notes);
  }
}
