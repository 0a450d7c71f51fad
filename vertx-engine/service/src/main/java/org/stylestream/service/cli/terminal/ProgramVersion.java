package org.stylestream.service.cli.terminal;

import java.util.Optional;

/** The program's name and version, as its jar says. */
public final class ProgramVersion {
  private ProgramVersion() {}

  public static String title() {
    return "StyleStream "
        + Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
  }
}
