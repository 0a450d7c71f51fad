package org.stylestream.protocol.job;

/** What a job's network is. */
final class NetworkText {
  /** In words. */
  static final String MEANING =
      "auto (vgg19 where the engine has it, else vgg19-lite), or a network that the engine"
          + " announces.";

  private NetworkText() {}
}
