package org.stylestream.service.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.image.Image;

class ContactSheetTest {
  private static final int SIDE = 16;
  private static final int RED = 0xffff0000;
  private static final int WHITE = 0xffffffff;
  private static final String LONG = "W".repeat(40);

  @TempDir private Path folder;

  @Test
  void captionsWiderThanTheirPicturesDoNotMeet() throws Exception {
    Path file = folder.resolve("sheet.png");
    ContactSheet.write(
        List.of(entry(0, 0, 255), entry(255, 0, 0)), 2, SIDE, "a test's sheet", file);
    BufferedImage sheet = ImageIO.read(file.toFile());
    int second = leftmostRed(sheet);
    assertThat(second).isGreaterThan(10 * SIDE);
    assertThat(columns(sheet, second - 8, second)).containsOnly(WHITE);
    assertThat(columns(sheet, sheet.getWidth() - 8, sheet.getWidth())).containsOnly(WHITE);
    assertThat(columns(sheet, second - 10 * SIDE, second)).contains(0xff000000);
  }

  private static ContactSheet.Entry entry(float red, float green, float blue) {
    float[] pixels = new float[SIDE * SIDE * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i += Image.CHANNELS) {
      pixels[i] = red;
      pixels[i + 1] = green;
      pixels[i + 2] = blue;
    }
    return new ContactSheet.Entry(new Image(SIDE, SIDE, pixels), List.of(LONG, LONG));
  }

  private static int leftmostRed(BufferedImage sheet) {
    return IntStream.range(0, sheet.getWidth())
        .filter(x -> IntStream.of(columns(sheet, x, x + 1)).anyMatch(colour -> colour == RED))
        .findFirst()
        .orElseThrow();
  }

  private static int[] columns(BufferedImage sheet, int from, int to) {
    return sheet.getRGB(from, 0, to - from, sheet.getHeight(), null, 0, to - from);
  }
}
