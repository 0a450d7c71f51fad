package org.stylestream.service.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A plot of losses over iterations, by term and in total, with a logarithmic loss axis. Losses that
 * are 0 or less, or not finite, leave a gap.
 */
public final class LossPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 600;
  private static final Rectangle2D FRAME = new Rectangle2D.Double(90, 50, 700, 480);
  private static final int MARGIN = 20;
  private static final int X_TICKS = 8;
  private static final double SAMPLE_LENGTH = 24;
  private static final int LINE_HEIGHT = 44;

  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final Color GRID = new Color(0xe4e4e4);
  private static final Color FAINT = new Color(0x666666);

  /**
   * Black, then colours that everybody can tell apart (M. Okabe and K. Ito, Color Universal Design,
   * 2008).
   */
  private static final List<Color> COLOURS =
      List.of(
          Color.BLACK,
          new Color(0x0072b2),
          new Color(0xd55e00),
          new Color(0x009e73),
          new Color(0xcc79a7),
          new Color(0xe69f00),
          new Color(0x56b4e9));

  private final Graphics2D graphics;
  private final List<LossCurve> curves;
  private final LogScale losses;
  private final int lastIteration;
  private final int firstIteration;

  private LossPlot(Graphics2D graphics, List<LossCurve> curves) {
    this.graphics = graphics;
    this.curves = curves;
    losses = LogScale.around(curves.stream().flatMapToDouble(c -> Arrays.stream(c.losses())));
    var iterations =
        curves.stream().flatMapToInt(c -> Arrays.stream(c.iterations())).summaryStatistics();
    boolean empty = iterations.getCount() == 0;
    firstIteration = empty ? 0 : iterations.getMin();
    lastIteration = empty ? 1 : Math.max(iterations.getMax(), firstIteration + 1);
  }

  /**
   * Draws a plot of 1000×600 pixels.
   *
   * @param curves the first, drawn thickest, is the total
   * @param target a file that ends in .png, .jpg or .tif
   */
  public static void write(String title, List<LossCurve> curves, Path target)
      throws PictureException {
    PictureFormat format = PictureFormat.of(target);
    BufferedImage picture = draw(title, curves);
    PictureWriter.write(picture, format, target, WriteOptions.DEFAULT.withDescription(title));
  }

  static BufferedImage draw(String title, List<LossCurve> curves) throws PictureException {
    var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      new LossPlot(graphics, curves).draw(title);
    } catch (InternalError | UnsatisfiedLinkError e) {
      // What Java says where it finds no font configuration or no font library.
      throw new PictureException(
          "the loss plot can't be drawn without fonts; install fontconfig and a font for this Java",
          e);
    } finally {
      graphics.dispose();
    }
    return picture;
  }

  private void draw(String title) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(Color.BLACK);
    graphics.setFont(TITLE);
    graphics.drawString(fitting(title), (float) FRAME.getX(), 32);
    graphics.setFont(TEXT);
    drawLossAxis();
    drawIterationAxis();
    for (int i = curves.size() - 1; i >= 0; i--) {
      drawCurve(i);
      drawLegend(i);
    }
  }

  /** As much of a title as there is room for. */
  private String fitting(String title) {
    double room = WIDTH - FRAME.getX() - MARGIN;
    if (textWidth(title) <= room) {
      return title;
    }
    int length = title.length();
    while (length > 0 && textWidth(title.substring(0, length) + "…") > room) {
      length--;
    }
    return title.substring(0, length) + "…";
  }

  private void drawLossAxis() {
    for (double tick : losses.ticks()) {
      double y = y(tick);
      graphics.setColor(GRID);
      graphics.draw(new Line2D.Double(FRAME.getMinX(), y, FRAME.getMaxX(), y));
      graphics.setColor(FAINT);
      String label = tickLabel(tick);
      graphics.drawString(label, (float) FRAME.getMinX() - 10 - textWidth(label), (float) y + 5);
    }
    var upright = graphics.getTransform();
    graphics.rotate(-Math.PI / 2);
    drawCentred("loss", -FRAME.getCenterY(), 22);
    graphics.setTransform(upright);
  }

  private void drawIterationAxis() {
    double wanted = (double) (lastIteration - firstIteration) / X_TICKS;
    long step = RoundStep.atLeast(Math.max(1, wanted)).longValueExact();
    long first = (firstIteration + step - 1) / step * step;
    for (long tick = first; tick <= lastIteration; tick += step) {
      double x = x(tick);
      graphics.setColor(GRID);
      graphics.draw(new Line2D.Double(x, FRAME.getMinY(), x, FRAME.getMaxY()));
      graphics.setColor(FAINT);
      drawCentred(String.valueOf(tick), x, FRAME.getMaxY() + 22);
    }
    drawCentred("iteration", FRAME.getCenterX(), FRAME.getMaxY() + 50);
    graphics.draw(FRAME);
  }

  private void drawCurve(int index) {
    LossCurve curve = curves.get(index);
    var line = new Path2D.Double();
    boolean connected = false;
    for (int i = 0; i < curve.losses().length; i++) {
      double loss = curve.losses()[i];
      if (!LogScale.shows(loss)) {
        connected = false;
        continue;
      }
      double x = x(curve.iterations()[i]);
      double y = y(loss);
      if (connected) {
        line.lineTo(x, y);
      } else {
        line.moveTo(x, y);
        // A point with neighbours on neither side shows as a dot.
        line.lineTo(x, y);
      }
      connected = true;
    }
    setPen(index);
    graphics.draw(line);
  }

  private void drawLegend(int index) {
    LossCurve curve = curves.get(index);
    double x = FRAME.getMaxX() + 20;
    double y = FRAME.getMinY() + 14 + (double) LINE_HEIGHT * index;
    setPen(index);
    graphics.draw(new Line2D.Double(x, y - 5, x + SAMPLE_LENGTH, y - 5));
    float textX = (float) (x + SAMPLE_LENGTH + 10);
    graphics.setColor(Color.BLACK);
    graphics.drawString(curve.name(), textX, (float) y);
    if (curve.losses().length > 0) {
      graphics.setColor(FAINT);
      double last = curve.losses()[curve.losses().length - 1];
      graphics.drawString("last %s".formatted(valueLabel(last)), textX, (float) y + 17);
    }
  }

  private void setPen(int index) {
    float thickness = index == 0 ? 2.6f : 1.6f;
    graphics.setColor(COLOURS.get(index % COLOURS.size()));
    graphics.setStroke(new BasicStroke(thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private void drawCentred(String text, double x, double y) {
    graphics.drawString(text, (float) x - textWidth(text) / 2f, (float) y);
  }

  private int textWidth(String text) {
    return graphics.getFontMetrics().stringWidth(text);
  }

  private double x(double iteration) {
    double position = (iteration - firstIteration) / (lastIteration - firstIteration);
    return FRAME.getMinX() + position * FRAME.getWidth();
  }

  private double y(double loss) {
    return FRAME.getMaxY() - losses.position(loss) * FRAME.getHeight();
  }

  private static String tickLabel(double tick) {
    BigDecimal value = BigDecimal.valueOf(tick).stripTrailingZeros();
    return tick >= 0.001 && tick < 100_000
        ? value.toPlainString()
        : value.toString().replace("E+", "e").replace("E", "e");
  }

  private static String valueLabel(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
