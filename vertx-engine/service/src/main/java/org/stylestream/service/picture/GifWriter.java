package org.stylestream.service.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;

/** An animated GIF that repeats for ever; every frame has a palette of its own and is dithered. */
public final class GifWriter implements FrameWriter {
  private static final String METADATA = "javax_imageio_gif_image_1.0";
  private static final int COLOURS = 256;

  /** A GIF's sides are 16-bit numbers. */
  private static final int MAXIMAL_SIDE = 0xffff;

  private final Path target;
  private final int height;
  private final int width;
  private final int hundredths;
  private final AtomicFile output;
  private final ImageWriter writer;
  private int frames;

  private GifWriter(Path target, int height, int width, Duration delay, AtomicFile output)
      throws IOException {
    this.target = target;
    this.height = height;
    this.width = width;
    this.hundredths = (int) Math.max(1, delay.toMillis() / 10);
    this.output = output;
    writer = Codecs.writer("GIF");
    writer.setOutput(output.stream());
    writer.prepareWriteSequence(null);
  }

  /**
   * Begins an animation.
   *
   * @param height of every frame; frames of other sizes are resampled
   * @param width likewise
   * @param delay between frames, in steps of 10 ms
   */
  public static GifWriter create(Path target, int height, int width, Duration delay)
      throws PictureException {
    if (Math.max(height, width) > MAXIMAL_SIDE) {
      throw new PictureException(
          "%s would be %d×%d pixels; the sides of a GIF are at most %d"
              .formatted(target, width, height, MAXIMAL_SIDE));
    }
    AtomicFile output = AtomicFile.create(target);
    try {
      return new GifWriter(target, height, width, delay, output);
    } catch (IOException e) {
      output.close();
      throw AtomicFile.failure(target, e);
    }
  }

  @Override
  public void write(Image frame, int iteration) throws PictureException {
    BufferedImage picture = indexed(QuantizedPixels.bytes(Resampler.resize(frame, height, width)));
    try {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
      addTiming(metadata);
      addColours(metadata, (IndexColorModel) picture.getColorModel());
      writer.writeToSequence(new IIOImage(picture, null, metadata), null);
      frames++;
    } catch (IOException e) {
      throw AtomicFile.failure(target, e);
    }
  }

  @Override
  public void commit() throws PictureException {
    if (frames == 0) {
      return;
    }
    try {
      writer.endWriteSequence();
      output.commit();
    } catch (IOException e) {
      throw AtomicFile.failure(target, e);
    }
  }

  @Override
  public void close() throws PictureException {
    writer.dispose();
    output.close();
  }

  private BufferedImage indexed(byte[] rgb) {
    ColourPalette palette = ColourPalette.of(rgb, COLOURS);
    byte[] indices = new Dithering(palette).paint(rgb, height, width);
    var picture =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours(palette));
    byte[] data = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
    System.arraycopy(indices, 0, data, 0, data.length);
    return picture;
  }

  /** The palette, always of the full size: its unused colours are black. */
  private static IndexColorModel colours(ColourPalette palette) {
    var channels = new byte[Image.CHANNELS][COLOURS];
    for (int i = 0; i < palette.colours().length; i++) {
      for (int channel = 0; channel < Image.CHANNELS; channel++) {
        channels[channel][i] = (byte) Math.round(palette.colours()[i][channel]);
      }
    }
    return new IndexColorModel(8, COLOURS, channels[0], channels[1], channels[2]);
  }

  private void addTiming(IIOMetadata metadata) throws IIOInvalidTreeException {
    var root = new IIOMetadataNode(METADATA);
    var control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", String.valueOf(hundredths));
    control.setAttribute("transparentColorIndex", "0");
    root.appendChild(control);
    if (frames == 0) {
      root.appendChild(endlessLoop());
    }
    metadata.mergeTree(METADATA, root);
  }

  /** The JDK's writer takes the first frame's palette for all that bring none as metadata. */
  private static void addColours(IIOMetadata metadata, IndexColorModel colours)
      throws IIOInvalidTreeException {
    var table = new IIOMetadataNode("LocalColorTable");
    table.setAttribute("sizeOfLocalColorTable", String.valueOf(COLOURS));
    table.setAttribute("sortFlag", "FALSE");
    for (int i = 0; i < COLOURS; i++) {
      var entry = new IIOMetadataNode("ColorTableEntry");
      entry.setAttribute("index", String.valueOf(i));
      entry.setAttribute("red", String.valueOf(colours.getRed(i)));
      entry.setAttribute("green", String.valueOf(colours.getGreen(i)));
      entry.setAttribute("blue", String.valueOf(colours.getBlue(i)));
      table.appendChild(entry);
    }
    var root = new IIOMetadataNode(METADATA);
    root.appendChild(table);
    metadata.mergeTree(METADATA, root);
  }

  /** Netscape's looping extension: sub-block 1, zero repetitions, which means for ever. */
  private static IIOMetadataNode endlessLoop() {
    var extension = new IIOMetadataNode("ApplicationExtension");
    extension.setAttribute("applicationID", "NETSCAPE");
    extension.setAttribute("authenticationCode", "2.0");
    extension.setUserObject(new byte[] {1, 0, 0});
    var extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(extension);
    return extensions;
  }
}
