package org.stylestream.imagej.job;

import java.util.Locale;
import org.stylestream.compute.preset.SizeRule;

/**
 * How many slices a run leaves, and what memory that takes.
 *
 * @param slices of the stack, the content image among them
 * @param size of each
 * @param sliceBytes that each takes of this JVM's heap
 */
public record KeptSlices(int slices, SizeRule.Size size, long sliceBytes) {
  /** Of ImageJ's RGB pixels. */
  private static final long BYTES_PER_PIXEL = 4;

  /**
   * Of a slice under way: the frame that comes whole, the one before that the listener has, the
   * content image in floats and its upload, the background of pasted results, the window's canvas.
   */
  private static final long WORKING_BYTES_PER_PIXEL = 64;

  /** Frames on their way: the client's window, and what the event bus holds of it. */
  private static final long WINDOW_BYTES = 32L << 20;

  private static final double MEGA = 1 << 20;

  /** So many slices in this JVM. */
  public static KeptSlices of(int slices, SizeRule.Size size) {
    return new KeptSlices(
        slices, size, JavaMemory.footprint(BYTES_PER_PIXEL * size.height() * size.width()));
  }

  /**
   * Of a run.
   *
   * @param keepEvery which iterations are kept; 0 for the final image only
   */
  public static KeptSlices of(JobKind.Expected expected, int keepEvery, SizeRule.Size size) {
    return of(keepEvery == 0 ? 1 : 1 + kept(expected.iterations(), keepEvery), size);
  }

  /** Iterations 0, N, 2N … and the last. */
  private static int kept(int iterations, int every) {
    return iterations / every + 1 + (iterations % every == 0 ? 0 : 1);
  }

  /** Of the slices, in bytes. */
  public long bytes() {
    return slices * sliceBytes;
  }

  /** Of everything while the run goes on, in bytes. */
  public long promisedBytes() {
    return bytes() + WORKING_BYTES_PER_PIXEL * size.height() * size.width() + WINDOW_BYTES;
  }

  /** For dialogs: {@code 18 slices of 512×341, 12 MB; a run takes 52 MB of the 3,012 MB free}. */
  public String inWords(long freeBytes) {
    return String.format(
        Locale.ROOT,
        "%d %s of %d×%d, %,.0f MB; the run takes %,.0f MB of %,.0f MB free",
        slices,
        slices == 1 ? "slice" : "slices",
        size.width(),
        size.height(),
        bytes() / MEGA,
        promisedBytes() / MEGA,
        freeBytes / MEGA);
  }

  /**
   * Requires that a run fits.
   *
   * @throws IllegalStateException with a sentence for the user if it doesn't
   */
  public void requireWithin(long freeBytes) {
    if (promisedBytes() > freeBytes) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%d slices of %d×%d take %,.0f MB, and ImageJ has %,.0f MB free: keep fewer"
                  + " (keepEvery), make them smaller (size), close images, or give ImageJ more"
                  + " memory (Edit > Options > Memory & Threads)",
              slices,
              size.width(),
              size.height(),
              promisedBytes() / MEGA,
              freeBytes / MEGA));
    }
  }
}
