package org.stylestream.compute.run;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.image.Image;

/** What a {@link Run} does, and from where; holds a network on a device while it is open. */
public interface RunDefinition extends AutoCloseable {
  /** A digest of everything that determines the trajectory on one device. */
  String digest();

  /** The stages of the run. */
  Plan plan();

  /**
   * The stages of the run, for maps that may not fit into memory. A definition that knows no other
   * way goes through whole maps.
   *
   * @param tilings how the stages go through their maps, one each
   */
  default Plan plan(List<Tiling> tilings) {
    return plan();
  }

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
