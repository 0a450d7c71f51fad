package org.stylestream.compute.run;

import java.util.Optional;
import org.stylestream.compute.image.Image;

/** What a {@link Run} does, and from where; holds a network on a device while it is open. */
public interface RunDefinition extends AutoCloseable {
  /** A digest of everything that determines the trajectory on one device. */
  String digest();

  /** The stages of the run. */
  Plan plan();

  /** The image that the run starts from, at the size of the first stage. */
  Image start();

  /** What a result is compared with, at any size, where there is such an image. */
  default Optional<Image> reference() {
    return Optional.empty();
  }

  /** A generated image, of any size, as people see it. */
  default Image shown(Image generated) {
    return generated;
  }

  @Override
  void close();
}
