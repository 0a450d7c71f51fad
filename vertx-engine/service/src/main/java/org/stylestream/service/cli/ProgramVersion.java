package org.stylestream.service.cli;

import java.util.Optional;

/** The program's name and version, as its jar says. */
final class ProgramVersion {
  private ProgramVersion() {}

  static String title() {
    return "StyleStream "
        + Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
  }
}
