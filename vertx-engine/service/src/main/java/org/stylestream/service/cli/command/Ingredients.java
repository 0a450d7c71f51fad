package org.stylestream.service.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;

/** A picture, and above it, side by side, those that it was made of. */
final class Ingredients {
  private static final int GAP = 6;
  private static final float PAPER = 255;

  private final List<Image> pictures;

  /**
   * @param pictures at least one
   */
  Ingredients(List<Image> pictures) {
    this.pictures = List.copyOf(pictures);
  }

  /** Both in one picture of the result's width. */
  Image above(Image result) {
    List<Image> row = row(result.width());
    int top = row.get(0).height() + GAP;
    float[] pixels = new float[(top + result.height()) * result.width() * Image.CHANNELS];
    Arrays.fill(pixels, PAPER);
    Image sheet = new Image(top + result.height(), result.width(), pixels);
    int left = 0;
    for (Image picture : row) {
      paste(picture, sheet, 0, left);
      left += picture.width() + GAP;
    }
    paste(result, sheet, top, 0);
    return sheet;
  }

  /** The pictures at one height, with which they and the gaps between fill the width. */
  private List<Image> row(int width) {
    double aspects =
        pictures.stream().mapToDouble(image -> (double) image.width() / image.height()).sum();
    int height = (int) ((width - GAP * (pictures.size() - 1)) / aspects);
    List<Image> row = new ArrayList<>();
    for (Image picture : pictures) {
      row.add(Resampler.resize(picture, height, height * picture.width() / picture.height()));
    }
    return row;
  }

  private static void paste(Image picture, Image sheet, int top, int left) {
    int length = picture.width() * Image.CHANNELS;
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(
          picture.pixels(),
          y * length,
          sheet.pixels(),
          ((top + y) * sheet.width() + left) * Image.CHANNELS,
          length);
    }
  }
}
