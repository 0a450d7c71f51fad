package org.stylestream.service.picture;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What picture files say about themselves. */
public final class PictureTexts {
  private PictureTexts() {}

  /**
   * The texts of a picture's metadata, among them the description it was written with; none where
   * the file can't be read as a picture.
   */
  public static List<String> read(Path picture) {
    List<String> texts = new ArrayList<>();
    try {
      Metadata metadata = ImageMetadataReader.readMetadata(picture.toFile());
      for (Directory directory : metadata.getDirectories()) {
        for (Tag tag : directory.getTags()) {
          Optional.ofNullable(tag.getDescription()).ifPresent(texts::add);
        }
      }
    } catch (ImageProcessingException | IOException e) {
      return List.of();
    }
    return texts;
  }
}
