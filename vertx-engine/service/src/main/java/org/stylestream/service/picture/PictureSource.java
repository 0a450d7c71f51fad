package org.stylestream.service.picture;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a picture file said about itself.
 *
 * @param path as it was given
 * @param format PNG, JPEG, TIFF, BIG_TIFF, GIF, BMP or WEBP
 * @param height of the pixels as they are stored, before turning
 * @param width likewise
 * @param bitsPerChannel of the stored samples; 8 for a palette's colours
 * @param grey whether it had no colours
 * @param orientation 1–8: the EXIF orientation that was applied
 * @param profile the embedded ICC profile from which the colours were converted to sRGB
 * @param frames pages or animation frames in the file; the first is taken
 * @param notes what the user should know: one sentence each
 */
public record PictureSource(
    Path path,
    String format,
    int height,
    int width,
    int bitsPerChannel,
    boolean grey,
    int orientation,
    Optional<String> profile,
    int frames,
    List<String> notes) {
  public PictureSource {
    notes = List.copyOf(notes);
  }
}
