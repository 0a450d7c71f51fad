package org.stylestream.service.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;

/**
 * Pictures beside and below each other, all of one height, each with lines of text under it, which
 * may be wider than the picture.
 */
public final class ContactSheet {
  private static final int MARGIN = 12;
  private static final int LINE_HEIGHT = 20;
  private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

  private static final FontRenderContext RENDERING = new FontRenderContext(null, true, false);

  private final List<Entry> entries;
  private final int columns;
  private final int pictureHeight;
  private final int columnWidth;
  private final int rowHeight;

  /**
   * A picture on the sheet.
   *
   * @param caption lines, the first in bold
   */
  public record Entry(Image image, List<String> caption) {
    public Entry {
      caption = List.copyOf(caption);
    }

    private int width(int height) {
      return Math.max(1, Math.round((float) image.width() * height / image.height()));
    }

    private int columnWidth(int height) {
      double widest = width(height);
      for (int i = 0; i < caption.size(); i++) {
        widest = Math.max(widest, font(i).getStringBounds(caption.get(i), RENDERING).getWidth());
      }
      return (int) Math.ceil(widest);
    }

    private static Font font(int line) {
      return line == 0 ? HEADING : TEXT;
    }
  }

  private ContactSheet(List<Entry> entries, int columns, int pictureHeight) {
    this.entries = entries;
    this.columns = columns;
    this.pictureHeight = pictureHeight;
    int widest =
        entries.stream().mapToInt(entry -> entry.columnWidth(pictureHeight)).max().orElse(1);
    int lines = entries.stream().mapToInt(entry -> entry.caption().size()).max().orElse(0);
    columnWidth = widest + MARGIN;
    rowHeight = pictureHeight + lines * LINE_HEIGHT + MARGIN;
  }

  /**
   * Draws a sheet.
   *
   * @param entries row by row, at least one
   * @param pictureHeight rows of pixels that every picture gets
   * @param target a file that ends in .png, .jpg or .tif
   */
  public static void write(
      List<Entry> entries, int columns, int pictureHeight, String description, Path target)
      throws PictureException {
    PictureFormat format = PictureFormat.of(target);
    PictureWriter.write(
        drawn(entries, columns, pictureHeight),
        format,
        target,
        WriteOptions.DEFAULT.withDescription(description));
  }

  private static BufferedImage drawn(List<Entry> entries, int columns, int pictureHeight)
      throws PictureException {
    try {
      return new ContactSheet(entries, columns, pictureHeight).draw();
    } catch (InternalError | UnsatisfiedLinkError e) {
      // What Java says where it finds no font configuration or no font library.
      throw new PictureException(
          "captions can't be drawn without fonts; install fontconfig and a font for this Java", e);
    }
  }

  private BufferedImage draw() {
    int rows = (entries.size() + columns - 1) / columns;
    var sheet =
        new BufferedImage(
            Math.min(columns, entries.size()) * columnWidth + MARGIN,
            rows * rowHeight + MARGIN,
            BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      for (int i = 0; i < entries.size(); i++) {
        draw(
            graphics,
            entries.get(i),
            MARGIN + i % columns * columnWidth,
            MARGIN + i / columns * rowHeight);
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  private void draw(Graphics2D graphics, Entry entry, int left, int top) {
    Image sized = Resampler.resize(entry.image(), pictureHeight, entry.width(pictureHeight));
    graphics.drawImage(
        QuantizedPixels.picture(sized, Optional.empty(), Byte.SIZE), left, top, null);
    graphics.setColor(Color.BLACK);
    for (int i = 0; i < entry.caption().size(); i++) {
      graphics.setFont(Entry.font(i));
      int baseline = top + pictureHeight + (i + 1) * LINE_HEIGHT - LINE_HEIGHT / 4;
      graphics.drawString(entry.caption().get(i), left, baseline);
    }
  }
}
