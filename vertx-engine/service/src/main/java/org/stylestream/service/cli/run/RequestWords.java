package org.stylestream.service.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.record.RecordWriter;

/**
 * What a request asks for beside preset, network, size and seed, so that a picture's metadata say
 * how to make it again.
 */
final class RequestWords {
  private static final String NOTHING = "{}";

  private RequestWords() {}

  /**
   * Only what differs from the usual: of a style transfer, changes as on the wire, colours, and
   * each style's use; of anything else nothing.
   */
  static List<String> of(JobRequest request) {
    return request instanceof StyleTransferRequest transfer ? of(transfer) : List.of();
  }

  private static List<String> of(StyleTransferRequest request) {
    List<String> words = new ArrayList<>();
    String changes =
        RecordWriter.write(request.changes(), PresetChanges.class).toString(StandardCharsets.UTF_8);
    if (!changes.equals(NOTHING)) {
      words.add("changes " + changes);
    }
    request
        .colour()
        .ifPresent(colour -> words.add("colour kept by " + colour.name().toLowerCase(Locale.ROOT)));
    for (int i = 0; i < request.styles().size(); i++) {
      StyleReference style = request.styles().get(i);
      if (!style.equals(new StyleReference(style.image(), 1))) {
        words.add("style %d %s".formatted(i + 1, words(style)));
      }
    }
    return words;
  }

  private static String words(StyleReference style) {
    List<String> words = new ArrayList<>();
    words.add("weight " + style.weight());
    style.scale().ifPresent(scale -> words.add("scale " + scale));
    style.region().ifPresent(region -> words.add("in a region"));
    style.mask().ifPresent(mask -> words.add("masked"));
    return String.join(" ", words);
  }
}
