package org.stylestream.integration;

import ij.IJ;
import ij.Menus;
import java.awt.HeadlessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program of a process that is ImageJ without its window: it runs the macros that come on
 * standard input, one a line, and ends with it. What each returns is a line on standard output.
 */
final class HeadlessImageJ {
  /** What comes before that which a macro returned. */
  static final String RETURNED = "returned: ";

  private static final Pattern COMMAND = Pattern.compile("Plugins>StyleStream, \"(.+?)\", (.+)");

  private HeadlessImageJ() {}

  public static void main(String[] arguments) throws IOException {
    addCommands();
    BufferedReader macros =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String macro = macros.readLine(); macro != null; macro = macros.readLine()) {
      System.out.println(RETURNED + IJ.runMacro(macro));
    }
  }

  /** Reads plugins.config, as ImageJ does where it has a window. */
  @SuppressWarnings("unchecked") // ImageJ is older than generic types.
  private static void addCommands() throws IOException {
    try {
      // Makes the table of commands, before it finds that there is no screen.
      IJ.run("Select None");
    } catch (HeadlessException e) {
      // As it always does.
    }
    Map<String, String> commands = Menus.getCommands();
    URL menu = IJ.getClassLoader().getResource("plugins.config");
    String text = new String(menu.openStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher matcher = COMMAND.matcher(text);
    while (matcher.find()) {
      commands.put(matcher.group(1), matcher.group(2));
    }
  }
}
