package org.stylestream.compute.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReplacementTest {
  @TempDir Path folder;

  @Test
  void replacesTheOldFileOnlyWhenTheNewOneIsWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    FileReplacement.write(
        file,
        channel -> {
          channel.write(ByteBuffer.wrap("new".getBytes()));
          assertThat(file).hasContent("old");
        });
    assertThat(file).hasContent("new");
    assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void leavesTheOldFileAndNothingElseAfterAFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    assertThatThrownBy(
            () ->
                FileReplacement.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap("half".getBytes()));
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void linksAFileInPlaceOfTheOldOne() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    Path other = Files.writeString(folder.resolve("b.txt"), "new");

    FileReplacement.link(file, other);

    assertThat(Files.isSameFile(file, other)).isTrue();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, other);
    }
  }

  @Test
  void copiesAFileFromAnotherDisk() throws IOException {
    Path elsewhere = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(elsewhere)
            && !Files.getFileStore(elsewhere).equals(Files.getFileStore(folder)),
        "there is no other disk to write to");
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    Path other = Files.createTempFile(elsewhere, "stylestream-", ".test");
    try {
      Files.write(other, new byte[(1 << 24) + 1]);

      FileReplacement.link(file, other);

      assertThat(file).hasSameBinaryContentAs(other);
    } finally {
      Files.delete(other);
    }
  }

  @Test
  void linksNothingThatIsGone() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");

    assertThatThrownBy(() -> FileReplacement.link(file, folder.resolve("gone")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(file).hasContent("old");
  }

  @Test
  void failsWhereThereIsNoFolder() {
    assertThatThrownBy(
            () -> FileReplacement.write(folder.resolve("none").resolve("a"), channel -> {}))
        .isInstanceOf(NoSuchFileException.class);
  }
}
