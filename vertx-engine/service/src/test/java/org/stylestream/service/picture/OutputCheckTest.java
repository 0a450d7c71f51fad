package org.stylestream.service.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputCheckTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.JPG", "a.jpeg", "a.tif", "a b.tiff"})
  void acceptsWhatCanBeWritten(String name) {
    assertThatCode(() -> OutputCheck.picture(folder.resolve(name))).doesNotThrowAnyException();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void acceptsANameAlone() {
    assertThatCode(() -> OutputCheck.picture(Path.of("out.png"))).doesNotThrowAnyException();
  }

  @Test
  void refusesAMissingFolder() {
    Path missing = folder.resolve("missing");

    assertRefused(
        () -> OutputCheck.picture(missing.resolve("out.png")),
        "there is no folder %s to write into; create it or give another".formatted(missing));
  }

  @Test
  void refusesAFolderInTheFilesPlace() throws IOException {
    Path target = Files.createDirectory(folder.resolve("out.png"));

    assertRefused(
        () -> OutputCheck.picture(target),
        "%s is a folder; give the path of a file".formatted(target));
  }

  @Test
  void refusesAFileInTheFoldersPlace() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertRefused(
        () -> OutputCheck.picture(file.resolve("out.png")),
        "%s is a file, so nothing can be written into it; give a folder".formatted(file));
    assertRefused(
        () -> OutputCheck.folder(file),
        "%s is a file, so nothing can be written into it; give a folder".formatted(file));
  }

  @Test
  void refusesAFolderThatMayNotBeWritten() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "needs POSIX modes");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, Set.of());
    assumeFalse(Files.isWritable(closed), "this user may write everywhere");

    assertRefused(
        () -> OutputCheck.folder(closed),
        "the folder %s may not be written into; allow it or give another".formatted(closed));
  }

  @Test
  void refusesAnotherExtension() {
    Path target = folder.resolve("frames.mp4");

    assertRefused(
        () -> OutputCheck.file(target, List.of(".tif", ".tiff")),
        "%s has the wrong extension; end its name in .tif or .tiff".formatted(target));
  }

  @Test
  void acceptsAFolderYetToBeMade() {
    assertThatCode(() -> OutputCheck.folder(folder.resolve("frames"))).doesNotThrowAnyException();
    assertRefused(
        () -> OutputCheck.folder(folder.resolve("missing").resolve("frames")),
        "there is no folder %s to write into; create it or give another"
            .formatted(folder.resolve("missing")));
  }

  private static void assertRefused(ThrowingCallable check, String message) {
    assertThatThrownBy(check).isInstanceOf(PictureException.class).hasMessage(message);
  }
}
