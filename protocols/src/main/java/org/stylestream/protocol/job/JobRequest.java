package org.stylestream.protocol.job;

import java.util.List;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Named;

/** What is asked of an engine. */
@Meaning("What is asked of an engine.")
public sealed interface JobRequest
    permits StyleTransferRequest,
        DeepDreamRequest,
        ContentReconstructionRequest,
        TextureSynthesisRequest,
        FeatureMapsRequest {
  /**
   * {@code auto}, {@code vgg19}, {@code vgg19-lite}, or the name of a network the engine announces.
   */
  String network();

  /** The images that must be there before the job can begin, in the order of its fields. */
  List<ImageDescription> images();

  /** The same on another network. */
  JobRequest on(String network);

  /** The kind's name in JSON. */
  default String kind() {
    return getClass().getAnnotation(Named.class).value();
  }
}
