package org.stylestream.service.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;

/**
 * Writes PNG, JPEG (without chroma subsampling) and TIFF (deflated) pictures in sRGB. Values are
 * rounded, and clamped to 0–255. A file appears complete or not at all.
 */
public final class PictureWriter {
  private static final String JPEG_METADATA = "javax_imageio_jpeg_image_1.0";

  private PictureWriter() {}

  /**
   * Writes a picture in the format that the extension of {@code target} asks for, replacing what
   * was there.
   *
   * @param alpha 0–1, of the image's size
   * @return what the user should know: one sentence each
   * @throws PictureException if it can't be written; the message says why and what would help
   */
  public static List<String> write(
      Image image, Optional<Plane> alpha, Path target, WriteOptions options)
      throws PictureException {
    PictureFormat format = PictureFormat.of(target);
    alpha.ifPresent(plane -> checkSize(image, plane));
    boolean opaque = format == PictureFormat.JPEG;
    int bits = opaque ? 8 : options.bitsPerChannel();
    BufferedImage picture = QuantizedPixels.picture(image, alpha.filter(plane -> !opaque), bits);
    write(picture, format, target, options);
    return opaque && alpha.isPresent()
        ? List.of(
            "%s can't hold the content image's transparency; a .png or .tif can".formatted(target))
        : List.of();
  }

  /** A PNG picture in memory. */
  public static byte[] png(Image image, WriteOptions options) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      encodePng(
          QuantizedPixels.picture(image, Optional.empty(), options.bitsPerChannel()),
          options,
          output);
    }
    return bytes.toByteArray();
  }

  private static void checkSize(Image image, Plane alpha) {
    if (image.height() != alpha.height() || image.width() != alpha.width()) {
      throw new IllegalArgumentException(
          "an alpha channel of %d×%d for an image of %d×%d"
              .formatted(alpha.width(), alpha.height(), image.width(), image.height()));
    }
  }

  /** Writes a picture that has been drawn. */
  static void write(BufferedImage picture, PictureFormat format, Path target, WriteOptions options)
      throws PictureException {
    try (AtomicFile output = AtomicFile.create(target)) {
      encode(picture, format, options, output.stream());
      output.commit();
    } catch (IOException e) {
      throw AtomicFile.failure(target, e);
    }
  }

  private static void encode(
      BufferedImage picture, PictureFormat format, WriteOptions options, ImageOutputStream output)
      throws IOException {
    switch (format) {
      case PNG -> encodePng(picture, options, output);
      case JPEG -> encodeJpeg(picture, options, output);
      case TIFF -> TiffEncoder.encode(picture, options.description(), output);
    }
  }

  private static void encodePng(
      BufferedImage picture, WriteOptions options, ImageOutputStream output) throws IOException {
    ImageWriter writer = Codecs.writer("PNG");
    try {
      IIOMetadata metadata = metadata(writer, picture, writer.getDefaultWriteParam());
      new PictureText(options.description()).addToPng(metadata);
      encode(writer, picture, metadata, writer.getDefaultWriteParam(), output);
    } finally {
      writer.dispose();
    }
  }

  private static void encodeJpeg(
      BufferedImage picture, WriteOptions options, ImageOutputStream output) throws IOException {
    ImageWriter writer = Codecs.writer("JPEG");
    try {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(options.jpegQuality());
      IIOMetadata metadata = metadata(writer, picture, parameters);
      keepFullChroma(metadata);
      new PictureText(options.description()).addToJpeg(metadata);
      encode(writer, picture, metadata, parameters, output);
    } finally {
      writer.dispose();
    }
  }

  private static IIOMetadata metadata(
      ImageWriter writer, BufferedImage picture, ImageWriteParam parameters) {
    return writer.getDefaultImageMetadata(
        ImageTypeSpecifier.createFromRenderedImage(picture), parameters);
  }

  private static void encode(
      ImageWriter writer,
      BufferedImage picture,
      IIOMetadata metadata,
      ImageWriteParam parameters,
      ImageOutputStream output)
      throws IOException {
    writer.setOutput(output);
    writer.write(null, new IIOImage(picture, null, metadata), parameters);
  }

  /** 4:4:4: no component is stored coarser than another. */
  private static void keepFullChroma(IIOMetadata metadata) throws IIOInvalidTreeException {
    var root = (IIOMetadataNode) metadata.getAsTree(JPEG_METADATA);
    var components = root.getElementsByTagName("componentSpec");
    for (int i = 0; i < components.getLength(); i++) {
      var component = (IIOMetadataNode) components.item(i);
      component.setAttribute("HsamplingFactor", "1");
      component.setAttribute("VsamplingFactor", "1");
    }
    metadata.setFromTree(JPEG_METADATA, root);
  }
}
