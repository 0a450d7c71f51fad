package org.stylestream.service.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePatternTest {
  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  @Test
  void findsFilesInOrder() throws IOException {
    Path second = file("b.png");
    Path first = file("a.png");
    file("c.txt");
    Path deep = file("deep/er/d.png");

    assertThat(new FilePattern(folder + "/*.png").files()).containsExactly(first, second);
    assertThat(new FilePattern(folder + "/**.png").files()).containsExactly(first, second, deep);
    assertThat(new FilePattern(folder + "/**.png").folder()).isEqualTo(folder);
  }

  @Test
  void saysWhereThereIsNothing() {
    assertThatThrownBy(() -> new FilePattern(folder + "/*.png").files())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no file is like");
    assertThatThrownBy(() -> new FilePattern(folder + "/no/*.png").files())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no folder");
  }
}
