package org.stylestream.service.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.tensor.SafetensorsReader;
import org.stylestream.compute.tensor.TensorInfo;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.picture.PictureReader;

/** Reads an image from a picture or from a safetensors file. */
public final class ImageFile {
  private static final String TENSORS = ".safetensors";

  private ImageFile() {}

  /**
   * Reads a picture, or the one tensor of a safetensors file, H×W×3 on 0–255.
   *
   * @throws IOException with a sentence for the user if there is no such image
   */
  public static Image read(Path path) throws IOException {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(TENSORS)
        ? tensor(path)
        : PictureReader.read(path).image();
  }

  private static Image tensor(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new BadInputException(
          "there is no file %s; give a picture or a safetensors file".formatted(path));
    }
    try (SafetensorsReader reader = SafetensorsReader.open(path)) {
      List<TensorInfo> tensors = List.copyOf(reader.tensors().values());
      if (tensors.size() != 1) {
        throw new BadInputException(
            "%s holds %d tensors; it must hold one, height × width × 3"
                .formatted(path, tensors.size()));
      }
      TensorInfo tensor = tensors.get(0);
      List<Integer> shape = tensor.shape();
      if (shape.size() != 3 || shape.get(2) != Image.CHANNELS) {
        throw new BadInputException(
            "%s holds a tensor of shape %s; it must be height × width × 3".formatted(path, shape));
      }
      return new Image(shape.get(0), shape.get(1), reader.floats(tensor.name()));
    }
  }
}
