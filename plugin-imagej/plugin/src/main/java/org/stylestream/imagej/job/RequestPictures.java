package org.stylestream.imagej.job;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.imagej.options.Option;
import org.stylestream.imagej.options.OptionException;
import org.stylestream.imagej.picture.DisplayedImage;
import org.stylestream.imagej.picture.PictureFinder;
import org.stylestream.protocol.job.ImageDescription;
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
