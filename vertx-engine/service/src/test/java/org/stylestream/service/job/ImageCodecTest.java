package org.stylestream.service.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.frame.Datatype;

class ImageCodecTest {
  /** Values on 0–255 and beyond, with ties. */
  private static Image image() {
    Random random = new Random(3);
    float[] pixels = new float[9 * 7 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 3 == 0 ? i / 2f : random.nextFloat() * 300 - 20;
    }
    return new Image(9, 7, pixels);
  }

  @Test
  void integersAreRoundedHalfUpAndKeptInRange() {
    Image image = image();
    byte[] bytes = ImageCodec.encode(image, Datatype.U8);
    ByteBuffer wide =
        ByteBuffer.wrap(ImageCodec.encode(image, Datatype.U16)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bytes.length; i++) {
      float pixel = image.pixels()[i];
      assertThat(bytes[i] & 0xff).isEqualTo(rounded(new BigDecimal(pixel), 255));
      // 257 times a float isn't a float: what rounds is its nearest.
      BigDecimal scaled = new BigDecimal(Math.min(255, Math.max(0, pixel)) * 257f);
      assertThat(wide.getShort() & 0xffff).isEqualTo(rounded(scaled, 65535));
    }
  }

  private static int rounded(BigDecimal value, int most) {
    return value
        .max(BigDecimal.ZERO)
        .min(BigDecimal.valueOf(most))
        .setScale(0, RoundingMode.HALF_UP)
        .intValueExact();
  }

  @ParameterizedTest
  @EnumSource(Datatype.class)
  void whatWasEncodedComesBack(Datatype datatype) {
    Image image = image();
    Image once = ImageCodec.decode(ImageCodec.encode(image, datatype), 9, 7, datatype);
    Image twice = ImageCodec.decode(ImageCodec.encode(once, datatype), 9, 7, datatype);
    assertThat(twice.pixels()).isEqualTo(once.pixels());
    float step = datatype == Datatype.U8 ? 0.5f : datatype == Datatype.F32 ? 0 : 0.0625f;
    for (int i = 0; i < image.pixels().length; i++) {
      float pixel = image.pixels()[i];
      float expected = datatype == Datatype.F32 ? pixel : Math.min(255, Math.max(0, pixel));
      assertThat(Math.abs(once.pixels()[i] - expected)).isLessThanOrEqualTo(step);
    }
  }

  @Test
  void whatIsNoImageIsRefused() {
    assertThatThrownBy(() -> ImageCodec.decode(new byte[5], 1, 2, Datatype.U8))
        .hasMessageContaining("5 bytes are no image of 2×1");
    byte[] nan = ByteBuffer.allocate(12).putInt(8, 0x0000c07f).array();
    assertThatThrownBy(() -> ImageCodec.decode(nan, 1, 1, Datatype.F32))
        .hasMessageContaining("NaN");
  }
}
