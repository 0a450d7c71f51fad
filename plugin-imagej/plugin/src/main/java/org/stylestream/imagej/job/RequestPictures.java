package org.stylestream.imagej.job;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.Option;
import org.stylestream.imagej.options.OptionException;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.StyleOptions;
import org.stylestream.imagej.picture.DisplayedImage;
import org.stylestream.imagej.picture.PictureFinder;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.service.client.UploadImage;

/** The pictures of a request, which remembers what has to be uploaded for it. */
public final class RequestPictures {
  private final PictureFinder finder;
  private final Optional<DisplayedImage> content;
  private final List<UploadImage> uploads = new ArrayList<>();

  /**
   * @param content what is worked on, where there is such a thing
   */
  public RequestPictures(PictureFinder finder, Optional<DisplayedImage> content) {
    this.finder = finder;
    this.content = content;
  }

  /** The content image. */
  public ImageDescription content() {
    return added(content.orElseThrow());
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
   * The style images, as they are displayed, with their weights.
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
      styles.add(new StyleReference(added(style.at(size.apply(style.size()))), weights.get(i)));
    }
    return styles;
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
