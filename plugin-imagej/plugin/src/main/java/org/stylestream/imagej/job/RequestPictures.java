package org.stylestream.imagej.job;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.MaskOptions;
import org.stylestream.imagej.options.Option;
import org.stylestream.imagej.options.OptionException;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.StyleOptions;
import org.stylestream.imagej.picture.ContentPlane;
import org.stylestream.imagej.picture.DisplayedImage;
import org.stylestream.imagej.picture.PictureFinder;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.service.client.UploadImage;

/** The pictures of a request, which remembers what has to be uploaded for it. */
public final class RequestPictures {
  private final PictureFinder finder;
  private final Optional<ContentPlane> content;
  private final List<UploadImage> uploads = new ArrayList<>();

  /**
   * @param content what is worked on, where there is such a thing
   */
  public RequestPictures(PictureFinder finder, Optional<ContentPlane> content) {
    this.finder = finder;
    this.content = content;
  }

  /** What is worked on. */
  ContentPlane plane() {
    return content.orElseThrow();
  }

  /** The content image. */
  public ImageDescription content() {
    return added(plane().image());
  }

  /** An image that no option names. */
  ImageDescription added(Image image, Datatype datatype) {
    return added(new DisplayedImage(image, datatype));
  }

  /**
   * The image that an option names, as it is displayed.
   *
   * @throws OptionException if there is none
   */
  public ImageDescription named(Option<?> option, String name) {
    return added(DisplayedImage.current(finder.find(option.key(), name)));
  }

  /**
   * The style images, as they are displayed, with their weights, scales and masks.
   *
   * @param size of one, by its own
   * @throws OptionException if there is none of a name
   */
  public List<StyleReference> styles(OptionValues values, UnaryOperator<SizeRule.Size> size) {
    List<String> names = values.get(StyleOptions.STYLES);
    List<Double> weights = StyleOptions.weights(values);
    List<StyleReference> styles = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      DisplayedImage style =
          DisplayedImage.current(finder.find(StyleOptions.STYLES.key(), names.get(i)));
      styles.add(
          new StyleReference(
              added(style.at(size.apply(style.size()))),
              weights.get(i),
              StyleOptions.scale(values, i),
              contentMask(values, i),
              styleMask(values, i)));
    }
    return styles;
  }

  private Optional<ImageDescription> contentMask(OptionValues values, int style) {
    return MaskOptions.name(MaskOptions.CONTENT_MASKS, values, style)
        .map(name -> added(contentMask(values, name)));
  }

  private DisplayedImage contentMask(OptionValues values, String name) {
    ContentPlane plane = content.orElseThrow();
    return name.equals(MaskOptions.SELECTION)
        ? plane.selection(values.get(MaskOptions.FEATHER).orElse(0.0))
        : plane.mask(finder.find(MaskOptions.CONTENT_MASKS.key(), name));
  }

  private Optional<ImageDescription> styleMask(OptionValues values, int style) {
    return MaskOptions.name(MaskOptions.STYLE_MASKS, values, style)
        .map(name -> finder.find(MaskOptions.STYLE_MASKS.key(), name))
        .map(mask -> added(DisplayedImage.currentMask(mask)));
  }

  private ImageDescription added(DisplayedImage image) {
    UploadImage upload = image.upload();
    uploads.add(upload);
    return upload.description();
  }

  /** What has to be uploaded. */
  public Map<String, Buffer> uploads() {
    return UploadImage.bySha256(uploads);
  }
}
