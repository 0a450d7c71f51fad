package org.stylestream.compute.run;

import org.stylestream.compute.image.Image;

/** What a {@link Run} does, and from where; holds a network on a device while it is open. */
public interface RunDefinition extends AutoCloseable {
  /** A digest of everything that determines the trajectory on one device. */
  String digest();

  /** The stages of the run. */
  Plan plan();

  /** The image that the run starts from, at the size of the first stage. */
  Image start();

  @Override
  void close();
}
