package org.stylestream.compute.device;

import java.util.Optional;
import java.util.stream.Stream;

/** Devices that only some installations have. */
enum AddedDevice {
  CUDA("cuda", "--with-cuda", "stylestream-cuda"),
  ND4J("nd4j", "--with-nd4j", "stylestream-nd4j"),
  ND4J_CUDA("nd4j-cuda", "--with-nd4j-cuda", "stylestream-nd4j-cuda");

  private final String id;
  private final String option;
  private final String distribution;

  AddedDevice(String id, String option, String distribution) {
    this.id = id;
    this.option = option;
    this.distribution = distribution;
  }

  /** The one of that id, with or without a number behind a colon. */
  static Optional<AddedDevice> find(String id) {
    String kind = id.split(":", 2)[0];
    return Stream.of(values()).filter(device -> device.id.equals(kind)).findFirst();
  }

  String id() {
    return id;
  }

  /** A sentence. */
  String howToGet() {
    return "the device %s isn't in this installation; call ./stylestream %s … in a checkout, or take the distribution %s"
        .formatted(id, option, distribution);
  }
}
