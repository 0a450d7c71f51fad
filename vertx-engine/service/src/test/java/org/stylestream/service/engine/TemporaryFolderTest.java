package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  @TempDir private Path parent;

  private Path folderOf(String process, Duration age) throws IOException {
    Path folder =
        Files.createDirectories(parent.resolve("stylestream-engine-" + process + "/jobs/job"));
    Files.writeString(folder.resolve("events"), "something");
    Path top = folder.getParent().getParent();
    Files.setLastModifiedTime(top, FileTime.from(Instant.now().minus(age)));
    return top;
  }

  @Test
  void removesWhatWasLeftByProcessesThatAreGone() throws IOException {
    Path left = folderOf("1-a", Duration.ofMinutes(2));
    Files.createFile(left.resolve("lock"));
    Files.setLastModifiedTime(left, FileTime.fromMillis(0));
    Path unknown = folderOf("1-without-a-lock", Duration.ofMinutes(2));
    Path foreign = Files.createDirectory(parent.resolve("something-else"));
    Files.setLastModifiedTime(foreign, FileTime.fromMillis(0));

    Path made = TemporaryFolder.create(parent);

    assertThat(left).doesNotExist();
    assertThat(foreign).exists();
    assertThat(unknown).exists();
    assertThat(made).isEmptyDirectory();
  }

  @Test
  void leavesWhatMayBeInUse() throws IOException {
    Path young = folderOf("1-young", Duration.ofSeconds(30));
    Path own = folderOf(ProcessHandle.current().pid() + "-own", Duration.ofMinutes(2));
    Path elsewhere = folderOf("1-locked", Duration.ofMinutes(2));
    TemporaryFolder locked = TemporaryFolder.lock(elsewhere);
    Files.setLastModifiedTime(elsewhere, FileTime.fromMillis(0));

    TemporaryFolder.create(parent);

    assertThat(young).exists();
    assertThat(own).exists();
    assertThat(elsewhere.resolve("jobs/job/events")).exists();
    locked.close();
    assertThat(elsewhere).doesNotExist();
  }
}
