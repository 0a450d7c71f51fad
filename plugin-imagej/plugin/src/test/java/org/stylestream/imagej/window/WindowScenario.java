package org.stylestream.imagej.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.PlotWindow;
import ij.measure.ResultsTable;
import ij.plugin.frame.Recorder;
import ij.process.ImageProcessor;
import ij.text.TextWindow;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.TextArea;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A user at ImageJ's window. It runs in a process of its own, because the screen is chosen before a
 * JVM starts, and writes down what was there to see.
 */
final class WindowScenario {
  private static final String COMMAND = "Style Transfer...";
  private static final String DIALOG = "StyleStream: Style Transfer";
  private static final Rectangle SCREEN = new Rectangle(0, 0, 1280, 784);

  private final Properties seen = new Properties();
  private final Desktop desktop;
  private final Path pictures;
  private EventThreadWatch watch;

  private WindowScenario(Path screenshots, Path pictures) throws Exception {
    this.desktop = new Desktop(screenshots);
    this.pictures = pictures;
  }

  /** Takes the folders of screenshots and of sample pictures, and the report to write. */
  public static void main(String[] arguments) throws Exception {
    int status = 1;
    try {
      WindowScenario scenario = new WindowScenario(Path.of(arguments[0]), Path.of(arguments[1]));
      scenario.play();
      try (var out = Files.newBufferedWriter(Path.of(arguments[2]))) {
        scenario.seen.store(out, null);
      }
      status = 0;
    } catch (Throwable e) {
      e.printStackTrace();
    }
    // ImageJ's threads would keep the process.
    System.exit(status);
  }

  private void play() throws Exception {
    new ImageJ();
    IJ.getInstance().setLocation(10, 10);
    watch = EventThreadWatch.begin();
    see("menu", Menus.getCommands().containsKey(COMMAND));
    open("great_wave.jpg", 10, 150);
    open("chenonceau.jpg", 10, 430);
    firstRunGrows();
    escapeStops();
    closingCancels();
    anotherRunWorks();
    recorderWritesWhatRunsItAgain();
    batchModeShowsNothing();
    aSelectionIsAMask();
    otherKindsRun();
    see("edt.millis", watch.longestMillis());
    see("edt.where", watch.where());
  }

  private void open(String name, int x, int y) {
    ImagePlus image = IJ.openImage(pictures.resolve(name).toString());
    image.show();
    IJ.run(image, "Set... ", "zoom=50");
    image.getWindow().setLocation(x, y);
  }

  private Dialog dialog() {
    WindowManager.setCurrentWindow(WindowManager.getImage("chenonceau.jpg").getWindow());
    IJ.doCommand(COMMAND);
    return Desktop.dialog(DIALOG);
  }

  private void run(String iterations, String keepEvery) throws Exception {
    Dialog dialog = dialog();
    Desktop.choose(dialog, "Style image", "great_wave.jpg");
    Desktop.write(dialog, "Size", "256");
    Desktop.write(dialog, "Iterations", iterations);
    Desktop.write(dialog, "Keep every", keepEvery);
    EventQueue.invokeAndWait(() -> {});
    Desktop.press(dialog, "Run");
    Desktop.until("dialog closed", () -> !dialog.isVisible());
  }

  private static ImagePlus result(String title) {
    Desktop.until("window " + title, () -> WindowManager.getImage(title) != null);
    return WindowManager.getImage(title);
  }

  private static void untilSlices(ImagePlus image, int slices) {
    Desktop.until(slices + " slices", () -> image.getStackSize() >= slices);
  }

  private static boolean running() {
    return running("Style Transfer");
  }

  private static boolean running(String command) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("StyleStream: " + command));
  }

  private void firstRunGrows() throws Exception {
    Dialog dialog = dialog();
    Desktop.choose(dialog, "Style image", "great_wave.jpg");
    Desktop.write(dialog, "Size", "320");
    Desktop.write(dialog, "Iterations", "80");
    Desktop.write(dialog, "Keep every", "4");
    dialog.setLocation(400, 60);
    desktop.screenshot("dialog", bounds(dialog));
    askForMore(dialog);
    Desktop.press(dialog, "Run");
    ImagePlus stack = result("chenonceau-styled");
    see("first.slices", stack.getStackSize());
    untilSlices(stack, 8);
    see("growing.slices", stack.getStackSize());
    see("growing.running", running());
    arrange(stack);
    untilSlices(stack, 14);
    desktop.screenshot("running", SCREEN);
    Desktop.until("the end", () -> !running());
    see("end.slices", stack.getStackSize());
    see("end.label", stack.getStack().getSliceLabel(stack.getStackSize()));
    see("end.shown", stack.getCurrentSlice());
    see("table.rows", table().size());
    see("table.lines", tableWindow().getTextPanel().getLineCount());
    see("table.headings", table().getColumnHeadings().strip());
    see("status", IJ.getInstance().getStatusBar().getComponentCount() > 0);
    see("edt.first", watch.longestMillis() + " " + watch.where());
    desktop.screenshot("done", SCREEN);
    close(stack);
  }

  private void askForMore(Dialog dialog) throws Exception {
    Desktop.press(dialog, "More options...");
    Dialog more = Desktop.dialog("StyleStream: more of Style Transfer");
    Desktop.write(more, "Seed", "3");
    desktop.screenshot("more", bounds(more));
    Desktop.press(more, "OK");
    Desktop.until("more closed", () -> !more.isVisible());
  }

  private static Rectangle bounds(Dialog dialog) {
    Rectangle bounds = dialog.getBounds();
    bounds.grow(6, 6);
    return bounds.intersection(new Rectangle(0, 0, 1280, 800));
  }

  private static void arrange(ImagePlus stack) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          stack.getWindow().setLocation(350, 150);
          IJ.run(stack, "Set... ", "zoom=125");
          plot().setLocation(780, 150);
          tableWindow().setLocation(780, 512);
        });
  }

  private static PlotWindow plot() {
    for (int id : WindowManager.getIDList()) {
      if (WindowManager.getImage(id).getWindow() instanceof PlotWindow plot) {
        return plot;
      }
    }
    throw new AssertionError("no plot");
  }

  private static TextWindow tableWindow() {
    return (TextWindow) WindowManager.getFrame("Style Transfer Losses");
  }

  private static ResultsTable table() {
    return tableWindow().getTextPanel().getResultsTable();
  }

  private void escapeStops() throws Exception {
    run("5000", "5");
    ImagePlus stack = result("chenonceau-styled");
    untilSlices(stack, 5);
    long begin = System.nanoTime();
    stack
        .getCanvas()
        .dispatchEvent(
            new KeyEvent(
                stack.getCanvas(),
                KeyEvent.KEY_PRESSED,
                System.currentTimeMillis(),
                0,
                KeyEvent.VK_ESCAPE,
                KeyEvent.CHAR_UNDEFINED));
    Desktop.until("stopped", () -> !running());
    see("escape.millis", (System.nanoTime() - begin) / 1_000_000);
    see("escape.slices", stack.getStackSize());
    see("escape.visible", stack.getWindow().isVisible());
    close(stack);
  }

  private void closingCancels() throws Exception {
    run("5000", "5");
    ImagePlus stack = result("chenonceau-styled");
    untilSlices(stack, 4);
    long begin = System.nanoTime();
    EventQueue.invokeLater(
        () -> {
          // As a click into its frame does.
          WindowManager.setWindow(stack.getWindow());
          stack
              .getWindow()
              .dispatchEvent(new WindowEvent(stack.getWindow(), WindowEvent.WINDOW_CLOSING));
        });
    Desktop.until("cancelled", () -> !running());
    see("closing.millis", (System.nanoTime() - begin) / 1_000_000);
    see("closing.open", WindowManager.getImage("chenonceau-styled") != null);
  }

  private void anotherRunWorks() throws Exception {
    run("6", "2");
    ImagePlus stack = result("chenonceau-styled");
    Desktop.until("the end", () -> !running());
    see("another.slices", stack.getStackSize());
    close(stack);
  }

  private void recorderWritesWhatRunsItAgain() throws Exception {
    Recorder recorder = new Recorder();
    run("4", "2");
    ImagePlus stack = result("chenonceau-styled");
    Desktop.until("the end", () -> !running());
    Desktop.until("recorded", () -> text(recorder).contains(COMMAND));
    String macro = text(recorder);
    see("recorded", macro.lines().filter(line -> line.contains("Style")).toList().toString());
    close(stack);
    recorder.close();
    IJ.runMacro(macro.substring(macro.indexOf("run(\"" + COMMAND)));
    see("replayed.slices", result("chenonceau-styled").getStackSize());
    close(result("chenonceau-styled"));
  }

  private static String text(Recorder recorder) {
    return Desktop.all(recorder, TextArea.class).get(0).getText();
  }

  private void batchModeShowsNothing() {
    String returned =
        IJ.runMacro(
            """
            setBatchMode(true);
            run("Style Transfer...", "content=chenonceau.jpg styles=great_wave.jpg size=128"
                + " iterations=3 result=image");
            title = getTitle(); size = getWidth(); close();
            return title + " " + size;
            """);
    see("batch", returned);
    see("batch.windows", WindowManager.getWindowCount());
  }

  private void aSelectionIsAMask() throws Exception {
    ImagePlus photo = WindowManager.getImage("chenonceau.jpg");
    photo.setRoi(0, 0, photo.getWidth() / 2, photo.getHeight());
    Dialog dialog = dialog();
    Desktop.choose(dialog, "Style image", "great_wave.jpg");
    Desktop.write(dialog, "Size", "128");
    Desktop.write(dialog, "Iterations", "12");
    Desktop.write(dialog, "Keep every", "2");
    Desktop.press(dialog, "More options...");
    Dialog more = Desktop.dialog("StyleStream: more of Style Transfer");
    Desktop.choose(more, "Content masks", "selection");
    Desktop.write(more, "Feather", "40");
    Desktop.write(more, "Scales", "1");
    EventQueue.invokeAndWait(() -> {});
    Desktop.press(more, "OK");
    Desktop.until("more closed", () -> !more.isVisible());
    Desktop.press(dialog, "Run");
    ImagePlus stack = result("chenonceau-styled");
    Desktop.until("the end", () -> !running());
    see("masked", difference(stack, 0) + " " + difference(stack, stack.getWidth() / 2));
    close(stack);
    photo.deleteRoi();
  }

  /** Mean difference of the content and the result, in grey levels, in half of the image. */
  private static long difference(ImagePlus stack, int from) {
    ImageProcessor content = stack.getStack().getProcessor(1);
    ImageProcessor result = stack.getStack().getProcessor(stack.getStackSize());
    int pixels = stack.getWidth() / 2 * stack.getHeight();
    long sum = 0;
    for (int i = 0; i < pixels; i++) {
      int x = from + i % (stack.getWidth() / 2);
      int y = i / (stack.getWidth() / 2);
      sum += Math.abs((content.get(x, y) & 0xff) - (result.get(x, y) & 0xff));
    }
    return sum / pixels;
  }

  private void otherKindsRun() throws Exception {
    otherKind("Deep Dream", "chenonceau-dream", "Size=128", "Octaves=1", "Steps=4", "Keep every=2");
    otherKind(
        "Content Reconstruction",
        "chenonceau-reconstruction",
        "Size=64",
        "Iterations=4",
        "Keep every=2");
    otherKind(
        "Texture Synthesis",
        "Texture Synthesis",
        "Width=96",
        "Height=64",
        "Iterations=4",
        "Keep every=2");
    otherKind("Feature Maps", "chenonceau-features", "Filters=0,3,5", "Size=128");
  }

  /** Runs a command from its dialog, with texts in the fields of labels. */
  private void otherKind(String command, String title, String... fields) throws Exception {
    WindowManager.setCurrentWindow(WindowManager.getImage("chenonceau.jpg").getWindow());
    IJ.doCommand(command + "...");
    Dialog dialog = Desktop.dialog("StyleStream: " + command);
    if (command.startsWith("Texture")) {
      Desktop.choose(dialog, "Style image", "great_wave.jpg");
    }
    for (String field : fields) {
      String[] parts = field.split("=");
      Desktop.write(dialog, parts[0], parts[1]);
    }
    EventQueue.invokeAndWait(() -> {});
    desktop.screenshot(command, bounds(dialog));
    Desktop.press(dialog, "Run");
    ImagePlus image = result(title);
    Desktop.until("the end of " + command, () -> !running(command));
    see(command, image.getStackSize() + " of " + image.getBitDepth() + " bits");
    close(image);
  }

  private static void close(ImagePlus image) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          image.changes = false;
          image.close();
        });
    for (int id : WindowManager.getIDList()) {
      ImagePlus other = WindowManager.getImage(id);
      if (other.getWindow() instanceof PlotWindow) {
        other.changes = false;
        other.close();
      }
    }
  }

  private void see(String what, Object value) {
    seen.setProperty(what, String.valueOf(value));
    System.out.println(what + " = " + value);
  }
}
