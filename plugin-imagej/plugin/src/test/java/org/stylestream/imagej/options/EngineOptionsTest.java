package org.stylestream.imagej.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.compute.device.MemorySize;
import org.stylestream.imagej.engine.EngineChoice;
import org.stylestream.service.cluster.ClusterKind;
import org.stylestream.service.cluster.ClusterOptions;
import org.stylestream.service.cluster.MemberAddress;
import org.stylestream.service.cluster.TlsFiles;

class EngineOptionsTest {
  private static EngineChoice choice(String options) {
    return EngineOptions.choice(EngineOptions.TABLE.parse(options));
  }

  @Test
  void theLocalEngineIsStandard() {
    assertThat(choice("")).isEqualTo(new EngineChoice.Local(Optional.empty()));
    assertThat(choice("engine=built-in")).isEqualTo(new EngineChoice.BuiltIn(Optional.empty()));
  }

  @Test
  void enginesOnThisMachineTakeAsMuchMemoryAsTheyMay() {
    assertThat(choice("memory=900m"))
        .isEqualTo(new EngineChoice.Local(Optional.of(new MemorySize(900L << 20))));
    assertThat(choice("engine=built-in memory=4G"))
        .isEqualTo(new EngineChoice.BuiltIn(Optional.of(new MemorySize(4L << 30))));
  }

  @Test
  void aClusterHasWhatTheCommandLineHas() {
    ClusterOptions expected =
        ClusterOptions.of(ClusterKind.INFINISPAN)
            .name("lab")
            .bind("10.0.0.7")
            .members(List.of(new MemberAddress("a", 15801), new MemberAddress("10.0.0.6", 1)))
            .tls(new TlsFiles(Path.of("k e y"), Path.of("c"), Path.of("a")))
            .secret(Path.of("s"))
            .build();

    assertThat(
            choice(
                "engine=cluster manager=infinispan clusterName=lab bind=10.0.0.7"
                    + " hosts=a:15801,10.0.0.6:1 tlsKey=[k e y] tlsCertificate=c tlsAuthority=a"
                    + " secret=s"))
        .isEqualTo(new EngineChoice.Cluster(expected));
  }

  @Test
  void aRecordedChoiceIsTheSameAgain() {
    OptionValues values =
        EngineOptions.TABLE.parse(
            "engine=cluster hosts=a:1,b:2 memberPort=16000 publicAddress=c:3:4 secret=[x y]");

    assertThat(EngineOptions.TABLE.parse(values.toMacroString())).isEqualTo(values);
  }

  @ParameterizedTest
  @CsvSource({
    "engine=cluster tlsKey=k, 'tlsKey, tlsCertificate and tlsAuthority belong together'",
    "engine=cluster hosts=nowhere, hosts=nowhere can't be",
    "engine=cluster clusterName=[a b], the cluster's name is 'a b'",
    "engine=cluster memberPort=65535, the member port is 65535",
    "memory=4, 'it must be a whole number of megabytes or gigabytes, as 900m or 4g'",
    "engine=gpu, 'it must be one of local, built-in, cluster'"
  })
  void saysWhatCantBe(String options, String sentence) {
    assertThatThrownBy(() -> choice(options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(sentence);
  }
}
