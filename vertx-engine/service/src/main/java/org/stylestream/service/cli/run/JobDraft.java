package org.stylestream.service.cli.run;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.job.PresetChangesMapping;
import org.stylestream.service.picture.Picture;

/**
 * A style transfer to submit, and what has to be remembered of its pictures until the result is
 * written. The pictures themselves can go: they take more memory than what is sent of them.
 *
 * @param images elements by SHA-256
 * @param preset with the request's changes
 * @param alpha of the content picture
 * @param contentBits bits a channel of the content picture
 * @param notes on the pictures, for the user
 */
public record JobDraft(
    StyleTransferRequest request,
    Map<String, Buffer> images,
    StylePreset preset,
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
   */
  public record Wish(String network, StylePreset preset, PresetChanges changes, long seed) {}

  /** A draft from pictures. */
  public static JobDraft of(Wish wish, InputPictures pictures) {
    Map<String, Buffer> images = new LinkedHashMap<>();
    List<StyleReference> styles =
        pictures.weightedStyles().stream()
            .map(style -> new StyleReference(added(images, style.image()), style.weight()))
            .toList();
    Picture content = pictures.content();
    StyleTransferRequest request =
        new StyleTransferRequest(
            wish.network(),
            wish.preset().id(),
            wish.changes(),
            added(images, content.image()),
            styles,
            pictures.initial().map(initial -> added(images, initial.image())),
            wish.seed());
    return new JobDraft(
        request,
        images,
        preset(wish, content.image()),
        content.alpha(),
        content.source().bitsPerChannel(),
        pictures.notes());
  }

  private static StylePreset preset(Wish wish, Image content) {
    SizeRule.Size size = new SizeRule.Size(content.height(), content.width());
    StylePreset own = Presets.named(wish.preset().id());
    return BadInputException.refusing(
        () -> new PresetChangesMapping(PresetOptions.NAMES).apply(own, wish.changes(), size));
  }

  SizeRule.Size contentSize() {
    return sizeOf(request.content());
  }

  List<SizeRule.Size> styleSizes() {
    return request.styles().stream().map(style -> sizeOf(style.image())).toList();
  }

  private static SizeRule.Size sizeOf(ImageDescription image) {
    return new SizeRule.Size(image.height(), image.width());
  }

  /** What the pictures take where they are worked with, in bytes. */
  long decodedBytes() {
    return request.images().stream()
        .mapToLong(image -> (long) image.height() * image.width() * Image.CHANNELS * Float.BYTES)
        .sum();
  }

  /** The same on another network. */
  public JobDraft on(String network) {
    StyleTransferRequest same = request;
    return new JobDraft(
        new StyleTransferRequest(
            network,
            same.preset(),
            same.changes(),
            same.content(),
            same.styles(),
            same.initial(),
            same.seed()),
        images,
        preset,
        alpha,
        contentBits,
        notes);
  }

  private static ImageDescription added(Map<String, Buffer> images, Image picture) {
    UploadedImage image = UploadedImage.of(picture);
    images.put(image.description().sha256(), image.elements());
    return image.description();
  }
}
