package org.stylestream.compute.preset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.optimizer.LbfgsSettings;

/**
 * Finds an image, from noise, that has the content image's features: what a layer knows of a
 * picture (A. Mahendran, A. Vedaldi, arXiv:1412.0035; Gatys, Ecker, Bethge, arXiv:1508.06576,
 * figure 1, "content reconstructions").
 */
public final class ContentReconstruction {
  private static final String PAPER =
      "L. Gatys, A. Ecker, M. Bethge, A Neural Algorithm of Artistic Style, arXiv:1508.06576 (2015),"
          + " figure 1";

  /** A content loss alone, on block4_conv2 where nothing else is said. */
  public static final StylePreset PRESET =
      new StylePreset(
          "content-reconstruction",
          "an image, from noise, with the content image's features",
          PAPER,
          255,
          new ContentLoss(
              1,
              ContentLoss.Normalisation.MEAN,
              Map.of("block4_conv2", 1.0),
              PAPER + ", as a mean, so that all layers and sizes are alike"),
          new StyleLoss(0, StyleLoss.Normalisation.PAPER, Map.of(), "none"),
          Optional.empty(),
          Pooling.MAX,
          LbfgsSettings.DEFAULT,
          false,
          new InitialImage.Noise(64),
          StyleAspect.KEEP,
          new SizeRule.LongSide(512),
          List.of(new StageSettings(1, 200)),
          10,
          "this project: white noise, as many iterations as can be seen");

  private ContentReconstruction() {}
}
