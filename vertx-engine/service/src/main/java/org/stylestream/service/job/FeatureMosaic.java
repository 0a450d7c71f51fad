package org.stylestream.service.job;

import org.stylestream.compute.features.LayerMaps;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;

/** Feature maps, small, beside and below each other, each with its largest activation as white. */
final class FeatureMosaic {
  private static final int LONGEST_CELL = 128;
  private static final int LONGEST_SIDE = 4096;
  private static final float WHITE = 255;

  private final int columns;
  private final int cellHeight;
  private final int cellWidth;
  private final Image image;
  private int filled;

  /**
   * @param maps how many there will be
   * @param height of the image that they are of
   * @param width of the image that they are of
   */
  FeatureMosaic(int maps, int height, int width) {
    columns = (int) Math.ceil(Math.sqrt(maps));
    double factor =
        (double) Math.min(LONGEST_CELL, LONGEST_SIDE / columns) / Math.max(height, width);
    cellHeight = Math.max(1, (int) Math.round(factor * height));
    cellWidth = Math.max(1, (int) Math.round(factor * width));
    int rows = (maps + columns - 1) / columns;
    int pixels = Math.multiplyExact(rows * cellHeight, columns * cellWidth);
    image = new Image(rows * cellHeight, columns * cellWidth, new float[pixels * Image.CHANNELS]);
  }

  void add(LayerMaps layer) {
    for (int i = 0; i < layer.filters().size(); i++) {
      Plane map = new Plane(layer.height(), layer.width(), layer.map(i));
      add(Resampler.resize(map, cellHeight, cellWidth));
    }
  }

  private void add(Plane cell) {
    float white = 0;
    for (float value : cell.values()) {
      white = Math.max(white, value);
    }
    int top = filled / columns * cellHeight;
    int left = filled % columns * cellWidth;
    filled++;
    for (int i = 0; white > 0 && i < cell.values().length; i++) {
      int at = (top + i / cellWidth) * image.width() + left + i % cellWidth;
      for (int channel = 0; channel < Image.CHANNELS; channel++) {
        image.pixels()[at * Image.CHANNELS + channel] = WHITE * cell.values()[i] / white;
      }
    }
  }

  /** The picture so far; what isn't there yet is black. */
  Image image() {
    return image;
  }
}
