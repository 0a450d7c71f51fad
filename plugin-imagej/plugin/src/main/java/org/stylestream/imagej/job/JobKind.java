package org.stylestream.imagej.job;

import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.protocol.job.JobRequest;

/** A kind of picture that can be made: its options, and what is asked of an engine for them. */
public interface JobKind {
  /** The command's id, as in plugins.config: {@code style-transfer}. */
  String id();

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
   * What a job will come to.
   *
   * @param size of the result
   * @param iterations planned
   * @param keepEvery which iterations are usually kept
   */
  record Expected(SizeRule.Size size, int iterations, int keepEvery) {}
}
