package org.stylestream.service.cli.run;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.job.ImageDescription;

/** Gathers the images of a request. */
public final class UploadedImages {
  private final Map<String, Buffer> elements = new LinkedHashMap<>();

  /** Adds an image; how the request describes it. */
  public ImageDescription add(Image picture) {
    UploadedImage image = UploadedImage.of(picture);
    elements.put(image.description().sha256(), image.elements());
    return image.description();
  }

  /** Elements by SHA-256. */
  public Map<String, Buffer> elements() {
    return Map.copyOf(elements);
  }
}
