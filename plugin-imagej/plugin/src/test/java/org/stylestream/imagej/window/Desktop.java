package org.stylestream.imagej.window;

import java.awt.AWTException;
import java.awt.Button;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.ItemEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;

/** What a user does with ImageJ's windows, and sees of them. */
final class Desktop {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Robot robot;
  private final Path screenshots;

  Desktop(Path screenshots) throws AWTException {
    this.robot = new Robot();
    this.screenshots = screenshots;
  }

  /** Waits until something is true, and says what wasn't if it takes too long. */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** The open dialog of a title, once it is there. */
  static Dialog dialog(String title) {
    until("dialog " + title, () -> openDialog(title).isPresent());
    return openDialog(title).orElseThrow();
  }

  static Optional<Dialog> openDialog(String title) {
    return Arrays.stream(Window.getWindows())
        .filter(window -> window instanceof Dialog && window.isVisible())
        .map(Dialog.class::cast)
        .filter(dialog -> dialog.getTitle().equals(title))
        .findFirst();
  }

  static void press(Dialog dialog, String label) {
    Button button =
        all(dialog, Button.class).stream()
            .filter(candidate -> candidate.getLabel().strip().equals(label))
            .findFirst()
            .orElseThrow();
    post(button, new ActionEvent(button, ActionEvent.ACTION_PERFORMED, label));
  }

  /** Chooses an item in the first choice that has it. */
  static void choose(Dialog dialog, String after, String item) {
    Choice choice = (Choice) field(dialog, after);
    EventQueue.invokeLater(() -> choice.select(item));
    post(choice, new ItemEvent(choice, ItemEvent.ITEM_STATE_CHANGED, item, ItemEvent.SELECTED));
  }

  static void write(Dialog dialog, String after, String text) throws Exception {
    TextField field = (TextField) field(dialog, after);
    EventQueue.invokeAndWait(() -> field.setText(text));
  }

  /** The component that follows the label of a text. */
  private static Component field(Dialog dialog, String label) {
    Component[] components = dialog.getComponents();
    for (int i = 0; i < components.length - 1; i++) {
      if (components[i] instanceof java.awt.Label text && text.getText().equals(label)) {
        return components[i + 1];
      }
    }
    throw new AssertionError("no field " + label);
  }

  private static void post(Component component, java.awt.AWTEvent event) {
    component.getToolkit().getSystemEventQueue().postEvent(event);
  }

  static <T extends Component> List<T> all(Container container, Class<T> type) {
    List<T> found = new ArrayList<>();
    for (Component component : container.getComponents()) {
      if (type.isInstance(component)) {
        found.add(type.cast(component));
      }
      if (component instanceof Container inner) {
        found.addAll(all(inner, type));
      }
    }
    return found;
  }

  /** Takes a picture of a part of the screen. */
  void screenshot(String name, Rectangle area) throws IOException {
    robot.waitForIdle();
    robot.delay(150);
    BufferedImage image = robot.createScreenCapture(area);
    ImageIO.write(image, "png", screenshots.resolve(name + ".png").toFile());
  }
}
