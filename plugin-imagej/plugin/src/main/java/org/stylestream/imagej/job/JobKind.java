package org.stylestream.imagej.job;

import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.protocol.job.JobRequest;

/** A kind of picture that can be made: its options, and what is asked of an engine for them. */
public interface JobKind {
  /** The command's id, as in plugins.config: {@code style-transfer}. */
  String id();

  /** What a result's title has after its content image's: {@code styled}. */
  String suffix();

  /** Its options. Where they have a content image, that is what is worked on. */
  OptionTable options();

  /** What it does, in one sentence for people. */
  String summary();

  /**
   * What a job will come to.
   *
   * @param content size of the content image's region; of no meaning without a content image
   */
  Expected expected(OptionValues values, SizeRule.Size content);

  /** The request. */
  JobRequest request(OptionValues values, RequestPictures pictures);

  /**
   * The request for a slice of a stack after another; each stands by itself unless a kind says
   * otherwise.
   *
   * @param last the slice before
   * @throws org.stylestream.compute.device.CancelledException if a cancel was requested
   */
  default JobRequest following(
      OptionValues values, RequestPictures pictures, DoneSlice last, Cancellation cancellation) {
    return request(values, pictures);
  }

  /**
   * What a job will come to.
   *
   * @param size of the result
   * @param iterations planned
   * @param keepEvery which iterations are usually kept
   */
  record Expected(SizeRule.Size size, int iterations, int keepEvery) {
    /** Of a preset with its changes. */
    static Expected of(StylePreset preset, SizeRule.Size content) {
      return new Expected(
          preset.size().apply(content.height(), content.width()),
          preset.iterations(),
          preset.keepEvery());
    }
  }
}
