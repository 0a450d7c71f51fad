package org.stylestream.imagej.save;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.TiffEncoder;
import ij.plugin.GifWriter;
import ij.plugin.PNG_Writer;
import ij.plugin.filter.AVI_Writer;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;

/**
 * A file that holds an image, written by ImageJ's own writers beside its place and then moved
 * there. The image stays as it is: its title and its file are its own.
 */
public final class StackFile {
  private static final double FRAMES_PER_SECOND = 7;
  private static final int JPEG_QUALITY = 90;

  /** No colour stands for transparency. */
  private static final int OPAQUE = -1;

  /** The last byte of every GIF file. */
  private static final int GIF_TRAILER = 0x3b;

  private StackFile() {}

  /**
   * Writes an image.
   *
   * @param path ends with .tif, .tiff, .gif, .avi or .png
   * @throws IOException with a sentence for the user if it can't be written
   */
  public static void write(ImagePlus image, Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new IOException("%s can't be written: there is no folder %s".formatted(path, folder));
    }
    // Writers choose by the ending, and one of them adds its own.
    Path beside =
        folder.resolve(
            ".stylestream-%s.%s"
                .formatted(UUID.randomUUID(), extension(path.getFileName().toString())));
    try {
      // Not a temporary file of Java's, which nobody else may read.
      Files.createFile(beside);
      write(copyOf(image), beside, extension(path.getFileName().toString()));
      Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IOException("%s can't be written: %s".formatted(path, e.getMessage()), e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** The same pixels under another name: writers change what an image knows of its file. */
  private static ImagePlus copyOf(ImagePlus image) {
    ImagePlus copy = new ImagePlus(image.getTitle(), image.getStack());
    copy.setCalibration(image.getCalibration().copy());
    copy.getCalibration().fps = FRAMES_PER_SECOND;
    copy.setProperty("Info", image.getInfoProperty());
    copy.setProperties(image.getPropertiesAsArray());
    return copy;
  }

  private static void write(ImagePlus image, Path path, String extension) throws IOException {
    switch (extension) {
      case "tif", "tiff" -> tiff(image, path);
      case "gif" -> gif(image, path);
      case "avi" ->
          new AVI_Writer()
              .writeImage(image, path.toString(), AVI_Writer.JPEG_COMPRESSION, JPEG_QUALITY);
      case "png" -> png(image, path);
      default -> throw new IOException("no writer for ." + extension);
    }
  }

  private static void tiff(ImagePlus image, Path path) throws IOException {
    FileSaver saver = new FileSaver(image);
    FileInfo info = image.getFileInfo();
    info.nImages = image.getStackSize();
    info.description = saver.getDescriptionString();
    info.info = image.getInfoProperty();
    info.properties = image.getPropertiesAsArray();
    info.sliceLabels = image.getStack().getSliceLabels();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path)))) {
      new TiffEncoder(info).write(out);
    }
  }

  private static void gif(ImagePlus image, Path path) throws IOException {
    String error = GifWriter.save(image, path.toString());
    if (error != null || lastByte(path) != GIF_TRAILER) {
      throw new IOException(error == null ? "the disk may be full" : error);
    }
  }

  /** ImageJ's writer of GIF says nothing when the disk is full. */
  private static int lastByte(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(Math.max(file.length() - 1, 0));
      return file.read();
    }
  }

  private static void png(ImagePlus image, Path path) throws IOException {
    try {
      new PNG_Writer().writeImage(image, path.toString(), OPAQUE);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      // What the writer declares.
      throw new IOException(e.getMessage(), e);
    }
  }
}
