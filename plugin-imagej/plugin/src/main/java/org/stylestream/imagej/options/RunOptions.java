package org.stylestream.imagej.options;

import java.util.List;
import java.util.regex.Pattern;
import org.stylestream.compute.network.EmbeddedNetwork;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.imagej.options.OptionType.Name;
import org.stylestream.imagej.options.OptionType.Whole;
import org.stylestream.protocol.Identifier;

/** What every run has. */
public final class RunOptions {
  /** The network. */
  public static final Option<String> NETWORK =
      Option.of(
          "network",
          "Network",
          Section.RUN,
          new Name(
              List.of(ModelStore.AUTO, ModelStore.VGG19, EmbeddedNetwork.NAME),
              Pattern.compile(Identifier.PATTERN),
              Identifier.WORDS),
          ModelStore.AUTO,
          "auto (vgg19 where it can be had, else vgg19-lite), or one that the engine has.");

  /** Of all that is random. */
  public static final Option<Integer> SEED =
      Option.of(
              "seed",
              "Seed",
              Section.RUN,
              new Whole(0, Integer.MAX_VALUE),
              0,
              "Of the noise: the same seed gives the same picture.")
          .special();

  /** In their order. */
  static final List<Option<?>> ALL = List.of(NETWORK, SEED);

  private RunOptions() {}
}
