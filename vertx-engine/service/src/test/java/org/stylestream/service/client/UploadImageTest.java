package org.stylestream.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.frame.Datatype;

class UploadImageTest {
  private final Image image = new Image(1, 2, new float[] {0, 1, 254.6f, 255, -3, 300});

  @Test
  void anImageIsNamedByTheSha256OfItsElements() {
    UploadImage upload = UploadImage.of(image, Datatype.U8);

    assertThat(upload.elements().getBytes()).isEqualTo(HexFormat.of().parseHex("0001ffff00ff"));
    // printf '\x00\x01\xff\xff\x00\xff' | sha256sum
    assertThat(upload.description().sha256())
        .isEqualTo("b3c4c5efe252671247c05e9dc81f885a765ee72b5a9afea5aecada0656a8cde7");
    assertThat(upload.description().bytes()).isEqualTo(6);
    assertThat(UploadImage.bySha256(List.of(upload, upload))).hasSize(1);
  }

  @Test
  void singlePrecisionLosesNothingThereAndBack() {
    UploadImage upload = UploadImage.of(image, Datatype.F32);

    Frame frame =
        new Frame(new FrameReference(1, 2, 3, Datatype.F32), upload.elements().getBytes());

    assertThat(frame.image().pixels()).isEqualTo(image.pixels());
  }
}
