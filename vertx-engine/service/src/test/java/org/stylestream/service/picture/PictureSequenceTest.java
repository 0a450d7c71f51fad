package org.stylestream.service.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.image.Image;

/** The frames of folders, TIFFs and GIFs. */
class PictureSequenceTest {
  private static final int SIDE = 8;
  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;

  @TempDir private Path folder;

  @Test
  void namesAreInNaturalOrder() {
    List<String> sorted =
        Stream.of("f10.png", "f2.png", "f1.png", "e9.png", "f2b.png", "f.png")
            .sorted(new NaturalOrder())
            .toList();
    assertThat(sorted).containsExactly("e9.png", "f1.png", "f2.png", "f2b.png", "f10.png", "f.png");
  }

  @Test
  void aFoldersPicturesAreItsFrames() throws IOException {
    for (int i : new int[] {2, 10, 1}) {
      write("f%d.png".formatted(i), plain(i));
    }
    Files.writeString(folder.resolve("readme.txt"), "no picture");
    Files.writeString(folder.resolve(".hidden.png"), "no picture either");

    PictureSequence sequence = PictureSequence.open(folder);

    assertThat(sequence.frames()).isEqualTo(3);
    assertThat(sequence.delay()).isEqualTo(Duration.ofMillis(100));
    for (int i = 0; i < 3; i++) {
      assertThat(sequence.read(i).image().pixels()[0]).isEqualTo(new int[] {1, 2, 10}[i]);
    }
  }

  @Test
  void aTiffsPagesAreItsFrames() throws IOException {
    Path file = folder.resolve("stack.tif");
    try (FrameWriter stack = StackWriter.create(file, SIDE, SIDE, "")) {
      stack.write(plain(5), 0);
      stack.write(plain(9), 1);
      stack.commit();
    }
    PictureSequence sequence = PictureSequence.open(file);
    assertThat(sequence.frames()).isEqualTo(2);
    assertThat(sequence.read(1).image().pixels()).containsOnly(9);
    assertThat(sequence.read(0).image().pixels()).containsOnly(5);
    assertThat(sequence.read(1).source().notes()).isEmpty();
  }

  /** Parts over what was there before, which goes back to what it was as each part says. */
  @Test
  void anAnimationsFramesArePutTogether() throws IOException {
    Path file = folder.resolve("clip.gif");
    gif(
        file,
        new Part(0, 0, SIDE, SIDE, RED, "none"),
        new Part(2, 3, 3, 3, GREEN, "restoreToPrevious"),
        new Part(5, 5, 2, 2, BLUE, "restoreToBackgroundColor"),
        new Part(0, 0, 1, 1, GREEN, "none"));
    PictureSequence sequence = PictureSequence.open(file);

    assertThat(sequence.frames()).isEqualTo(4);
    assertThat(sequence.delay()).isEqualTo(Duration.ofMillis(70));
    Picture last = sequence.read(3);
    assertThat(colour(last, 0, 0)).isEqualTo(GREEN);
    assertThat(colour(last, 3, 4)).isEqualTo(RED);
    assertThat(last.alpha().orElseThrow().at(5, 5)).isZero();
    assertThat(last.alpha().orElseThrow().at(4, 4)).isEqualTo(1);
    assertThat(colour(sequence.read(0), 3, 4)).isEqualTo(RED);
    assertThat(colour(sequence.read(1), 3, 4)).isEqualTo(GREEN);
    Picture third = sequence.read(2);
    assertThat(colour(third, 3, 4)).isEqualTo(RED);
    assertThat(colour(third, 6, 6)).isEqualTo(BLUE);
    assertThat(third.alpha()).isEmpty();
  }

  @Test
  void aDamagedAnimationIsRefused() throws IOException {
    Path file = folder.resolve("clip.gif");
    gif(file, new Part(0, 0, SIDE, SIDE, RED, "none"), new Part(0, 0, 2, 2, BLUE, "none"));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 12));
    assertThatThrownBy(
            () -> {
              PictureSequence sequence = PictureSequence.open(file);
              sequence.read(1);
            })
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("clip.gif");
  }

  @Test
  void framesOfTwoSizesAreRefused() throws IOException {
    write("a.png", plain(1));
    write("b.png", new Image(SIDE, SIDE + 1, new float[SIDE * (SIDE + 1) * 3]));
    assertThatThrownBy(() -> PictureSequence.open(folder))
        .hasMessage(
            "%s is 8×8 pixels and %s is 9×8; the frames of a sequence must be of one size"
                .formatted(folder.resolve("a.png"), folder.resolve("b.png")));
  }

  private void write(String name, Image image) throws PictureException {
    PictureWriter.write(image, Optional.empty(), folder.resolve(name), WriteOptions.DEFAULT);
  }

  private static Image plain(int value) {
    float[] pixels = new float[SIDE * SIDE * 3];
    Arrays.fill(pixels, value);
    return new Image(SIDE, SIDE, pixels);
  }

  private static int colour(Picture picture, int x, int y) {
    int colour = 0;
    for (int channel = 0; channel < 3; channel++) {
      colour = colour << 8 | (int) picture.image().at(y, x, channel);
    }
    return colour;
  }

  private record Part(int left, int top, int width, int height, int colour, String disposal) {}

  private static void gif(Path file, Part... parts) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (Part part : parts) {
        BufferedImage picture = picture(part);
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), null);
        metadata.mergeTree("javax_imageio_gif_image_1.0", described(part));
        writer.writeToSequence(new IIOImage(picture, null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  private static BufferedImage picture(Part part) {
    int[] palette = {RED, GREEN, BLUE, 0};
    var colours = new IndexColorModel(2, 4, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    var picture =
        new BufferedImage(part.width(), part.height(), BufferedImage.TYPE_BYTE_INDEXED, colours);
    var graphics = picture.createGraphics();
    graphics.setColor(new Color(part.colour()));
    graphics.fillRect(0, 0, part.width(), part.height());
    graphics.dispose();
    return picture;
  }

  private static IIOMetadataNode described(Part part) {
    var root = new IIOMetadataNode("javax_imageio_gif_image_1.0");
    var place = new IIOMetadataNode("ImageDescriptor");
    place.setAttribute("imageLeftPosition", String.valueOf(part.left()));
    place.setAttribute("imageTopPosition", String.valueOf(part.top()));
    place.setAttribute("imageWidth", String.valueOf(part.width()));
    place.setAttribute("imageHeight", String.valueOf(part.height()));
    place.setAttribute("interlaceFlag", "FALSE");
    root.appendChild(place);
    var control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", part.disposal());
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", "7");
    control.setAttribute("transparentColorIndex", "0");
    root.appendChild(control);
    return root;
  }
}
