package org.stylestream.service.picture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.stylestream.compute.preset.SizeRule;

/** Frames that are pictures by themselves, of one file or many. */
record FileSequence(List<FileSequence.Frame> pictures) implements PictureSequence {
  /**
   * Where a frame is.
   *
   * @param page of the file, from 0
   */
  record Frame(Path file, int page) {
    @Override
    public String toString() {
      return page == 0 ? file.toString() : "page %d of %s".formatted(page + 1, file);
    }
  }

  FileSequence {
    pictures = List.copyOf(pictures);
  }

  /**
   * The frames.
   *
   * @throws PictureException if they aren't of one size
   */
  static FileSequence of(List<Frame> pictures) throws PictureException {
    if (pictures.isEmpty()) {
      return new FileSequence(pictures);
    }
    SizeRule.Size first = size(pictures.get(0));
    for (Frame frame : pictures) {
      SizeRule.Size size = size(frame);
      if (!size.equals(first)) {
        throw new PictureException(
            "%s is %d×%d pixels and %s is %d×%d; the frames of a sequence must be of one size"
                .formatted(
                    pictures.get(0),
                    first.width(),
                    first.height(),
                    frame,
                    size.width(),
                    size.height()));
      }
    }
    return new FileSequence(pictures);
  }

  private static SizeRule.Size size(Frame frame) throws PictureException {
    return PictureReader.size(frame.file(), frame.page());
  }

  @Override
  public int frames() {
    return pictures.size();
  }

  @Override
  public Picture read(int frame) throws PictureException {
    return PictureReader.read(pictures.get(frame).file(), pictures.get(frame).page());
  }

  @Override
  public Duration delay() {
    return USUAL_DELAY;
  }
}
