package org.stylestream.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands of the cluster refuse before they join it: one sentence, exit code 2. */
class ClusterOptionsRefusedTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeInputs() throws IOException {
    SamplePictures.write(folder.resolve("a.png"), SamplePictures.waves(32, 32, 0));
    SamplePictures.write(folder.resolve("b.png"), SamplePictures.waves(32, 32, 1));
  }

  private CliRun run(String arguments) {
    return CliRun.of(
        Stream.of(arguments.strip().split(" +"))
            .map(argument -> argument.replace("IN/", folder + "/"))
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          submit -o IN/o.png                                       | missing CONTENT and STYLE
          submit IN/a.png -o IN/o.png                              | missing STYLE
          submit IN/a.png IN/b.png                                 | missing --output FILE
          submit --attach x IN/a.png -o IN/o.png                   | --attach takes up a job
          submit IN/a.png --batch IN/*.png --detach -o IN/out      | --batch submits many jobs
          submit IN/a.png --batch IN/*.png --gif IN/g.gif -o IN/out| only the pictures are written
          submit IN/a.png --batch IN/*.jpg -o IN/out               | no file is like
          submit IN/a.png --batch IN/*.png -o IN/b.png             | is a file; with --batch
          submit IN/a.png --batch IN/*.png -o IN/                  | give two different files
          submit IN/a.png IN/b.png -o IN/o.png --priority urgent   | --priority is 'urgent'
          submit IN/a.png IN/b.png -o IN/o.png --on-loss weep      | --on-loss is 'weep'
          submit IN/a.png IN/b.png -o IN/o.png --id a/b            | no id for a job
          submit IN/a.png IN/b.png -o IN/o.png --network a/b       | no name of a network
          engines --cluster zookeeper                              | there is no cluster manager
          engines --bind 0.0.0.0                                   | every interface
          engines --members here                                   | is no address of a member
          engines --tls-key IN/a.png                               | give all three
          engines --member-port none                               | is not a whole number
          engines --config IN/no.properties                        | can't be read
          serve --queue 0                                          | --queue is 0
          serve --http-port 99999                                  | must be 1 to 65535
          serve --network IN/no.h5                                 | there is no network
          cancel                                                   | missing ID
          """)
  void isRefused(String arguments, String sentence) {
    CliRun run = run(arguments);

    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("stylestream: ").contains(sentence).doesNotContain("xception");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void anUnknownSettingIsRefusedByName() throws IOException {
    Files.writeString(folder.resolve("s.properties"), "http-port = 1\nhtpp-port = 2\n");

    CliRun run = run("engines --config IN/s.properties");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("s.properties sets 'htpp-port', which is no setting");
  }

  @Test
  void aWrongSettingIsRefusedWithItsPlace() throws IOException {
    Files.writeString(folder.resolve("s.properties"), "member-port = many\n");

    CliRun run = run("engines --config=IN/s.properties");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'many'", "member-port in", "s.properties");
  }

  @Test
  void anOptionWinsOverTheFile() throws IOException {
    Files.writeString(folder.resolve("s.properties"), "cluster = zookeeper\nbind = nowhere\n");

    CliRun run = run("engines --config IN/s.properties --cluster infinispan");

    assertThat(run.err()).contains("nowhere").doesNotContain("zookeeper");
  }

  @Test
  void everySettingIsInTheHelpAndInTheDistribution() throws IOException {
    List<String> lines =
        Files.readAllLines(
            Path.of("../distribution/src/main/distribution/conf/stylestream.properties"));
    List<String> keys = new ArrayList<>();
    for (String line : lines) {
      if (line.matches("#[a-z-]+ = .*")) {
        keys.add(line.substring(1, line.indexOf(' ')));
      }
    }

    List<String> listed =
        CliRun.of("help", "serve")
            .out()
            .lines()
            .filter(line -> line.contains(" STYLESTREAM_") && line.strip().startsWith("--"))
            .map(line -> line.strip().split(" +")[1])
            .toList();

    assertThat(keys).containsExactlyInAnyOrderElementsOf(listed).isNotEmpty();
  }
}
